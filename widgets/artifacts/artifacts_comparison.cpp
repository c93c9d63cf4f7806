#include "widgets/artifacts/artifacts_comparison.h"

#include "models/joined_table_model.h"
#include "models/number_text.h"
#include "models/path_change_model.h"
#include "widgets/artifacts/comparison_delegates.h"
#include "widgets/artifacts/matrix_view.h"
#include "widgets/artifacts/picture_view.h"
#include "widgets/artifacts/side_columns.h"
#include "widgets/artifacts/text_diff_view.h"
#include "widgets/artifacts/value_tables.h"
#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCompleter>
#include <QHeaderView>
#include <QPainter>
#include <QSignalBlocker>
#include <QSlider>
#include <QStackedWidget>
#include <QTableView>

#include <algorithm>

namespace binnacle {

using Form = ArtifactComparisonModel::Form;
using State = ArtifactComparisonModel::State;

ArtifactsComparison::ArtifactsComparison(ArtifactComparisonModel& model, QWidget* parent)
    : QWidget(parent), model_(model), pages_(new QStackedWidget(this))
{
    setObjectName(QStringLiteral("artifactsComparison"));
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(spacing::s);
    layout->addWidget(makeBar());
    layout->addWidget(makePairBar());
    layout->addWidget(makeKeyBar());
    makePages();
    layout->addWidget(pages_, 1);
    layout->addWidget(makeStepBar());
    connect(&model_, &ArtifactComparisonModel::choicesChanged, this,
            &ArtifactsComparison::showChoices);
    connect(&model_, &ArtifactComparisonModel::changed, this, &ArtifactsComparison::refresh);
    showChoices();
    refresh();
}

void ArtifactsComparison::makePages()
{
    empty_ = new EmptyState(this);
    connect(empty_, &EmptyState::actionTriggered, &model_, &ArtifactComparisonModel::reload);
    pictures_ =
        new SideColumns([](QWidget* parent) { return new PictureView(parent); },
                        [](QWidget* view, const SideColumns::Side& side) {
                            static_cast<PictureView*>(view)->setPicture(side.content->picture);
                        },
                        this);
    matrices_ = new SideColumns([](QWidget* parent) { return new MatrixView(parent); },
                                [this](QWidget* view, const SideColumns::Side& side) {
                                    if (side.content->matrix)
                                        static_cast<MatrixView*>(view)->setMatrix(
                                            *side.content->matrix, matrixScale_);
                                },
                                this);
    facts_ = new SideColumns(
        [](QWidget* parent) {
            auto* label = new TextLabel({}, TextRole::Normal, parent);
            label->setWordWrap(true);
            label->setAlignment(Qt::AlignTop | Qt::AlignLeft);
            label->setTextInteractionFlags(Qt::TextSelectableByMouse);
            return label;
        },
        [](QWidget* view, const SideColumns::Side& side) {
            const auto& file = *side.content;
            QStringList lines{
                binaryFormat(file.path, file.head),
                file.size >= 0 ? bytesText(file.size) : QString(),
                file.sha256.isEmpty()
                    ? QString()
                    : tr("SHA-256 %1…").arg(QString::fromLatin1(file.sha256.toHex().left(16))),
                file.note};
            lines.removeAll({});
            static_cast<TextLabel*>(view)->setText(lines.join(u'\n'));
        },
        this);
    joined_ = new JoinedTableModel(this);
    table_ = makeDataTable(joined_, this);
    table_->setObjectName(QStringLiteral("joinedTable"));
    table_->setAccessibleName(tr("Joined tables"));
    table_->setSortingEnabled(false);
    table_->setItemDelegate(new JoinedCellDelegate(table_));
    pathChanges_ = new PathChangeModel(this);
    changes_ = makeDataTable(pathChanges_, this);
    changes_->setObjectName(QStringLiteral("pathChanges"));
    changes_->setAccessibleName(tr("Differences"));
    changes_->setSortingEnabled(false);
    changes_->setItemDelegate(new PathChangeDelegate(changes_));
    changes_->verticalHeader()->hide();
    changes_->horizontalHeader()->setStretchLastSection(true);
    texts_ = new TextDiffView(this);
    texts_->setObjectName(QStringLiteral("textDiff"));
    for (QWidget* page : std::initializer_list<QWidget*>{empty_, pictures_, matrices_, facts_,
                                                         table_, changes_, texts_})
        pages_->addWidget(page);
}

QWidget* ArtifactsComparison::makeBar()
{
    auto* bar = new QWidget(this);
    choices_ = new QComboBox(bar);
    choices_->setObjectName(QStringLiteral("sharedArtifacts"));
    choices_->setAccessibleName(tr("Artifact"));
    choices_->setEditable(true); // many: found by a part of their name
    choices_->setInsertPolicy(QComboBox::NoInsert);
    choices_->completer()->setFilterMode(Qt::MatchContains);
    choices_->completer()->setCompletionMode(QCompleter::PopupCompletion);
    choices_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    choices_->setMinimumContentsLength(24);
    asText_ = new ChipToggle(tr("As text"), bar);
    asText_->setObjectName(QStringLiteral("compareAsText"));
    note_ = new TextLabel({}, TextRole::Muted, bar);
    note_->setObjectName(QStringLiteral("comparisonNote"));
    auto* row = new QHBoxLayout(bar);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(choices_, 2);
    row->addWidget(asText_);
    row->addStretch(1);
    row->addWidget(note_);
    connect(choices_, &QComboBox::activated, this, [this](int index) {
        const QString key = choices_->itemData(index).toString();
        model_.choose(key);
        emit artifactChosen(key);
    });
    connect(asText_, &QAbstractButton::toggled, &model_, &ArtifactComparisonModel::setTextWanted);
    return bar;
}

QWidget* ArtifactsComparison::makePairBar()
{
    pairBar_ = new QWidget(this);
    const auto box = [this](const char* name, const QString& accessible) {
        auto* list = new QComboBox(pairBar_);
        list->setObjectName(QLatin1String(name));
        list->setAccessibleName(accessible);
        connect(list, &QComboBox::activated, this, [this] {
            model_.setPair(static_cast<std::size_t>(std::max(0, leftRun_->currentIndex())),
                           static_cast<std::size_t>(std::max(0, rightRun_->currentIndex())));
        });
        return list;
    };
    leftRun_ = box("pairLeft", tr("Left run"));
    rightRun_ = box("pairRight", tr("Right run"));
    auto* row = new QHBoxLayout(pairBar_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(leftRun_, 1);
    row->addWidget(rightRun_, 1);
    return pairBar_;
}

QWidget* ArtifactsComparison::makeKeyBar()
{
    keyBar_ = new QWidget(this);
    keys_ = new QComboBox(keyBar_);
    keys_->setObjectName(QStringLiteral("joinKey"));
    keys_->setAccessibleName(tr("Joined by"));
    onlyDifferent_ = new ChipToggle(tr("Only rows that differ"), keyBar_);
    onlyDifferent_->setObjectName(QStringLiteral("onlyDifferent"));
    auto* row = new QHBoxLayout(keyBar_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(new TextLabel(tr("Joined by"), TextRole::Muted, keyBar_));
    row->addWidget(keys_);
    row->addWidget(onlyDifferent_);
    row->addStretch(1);
    connect(keys_, &QComboBox::activated, this,
            [this](int index) { model_.setKey(keys_->itemData(index).toString()); });
    connect(onlyDifferent_, &QAbstractButton::toggled, this, [this](bool only) {
        joined_->setOnlyDifferent(only);
        showNote();
    });
    return keyBar_;
}

QWidget* ArtifactsComparison::makeStepBar()
{
    stepBar_ = new QWidget(this);
    slider_ = new QSlider(Qt::Horizontal, stepBar_);
    slider_->setObjectName(QStringLiteral("stepSlider"));
    slider_->setAccessibleName(tr("Step"));
    slider_->setPageStep(1);
    stepText_ = new TextLabel({}, TextRole::Muted, stepBar_);
    stepText_->setObjectName(QStringLiteral("stepText"));
    auto* row = new QHBoxLayout(stepBar_);
    row->setContentsMargins(0, 0, 0, 0);
    row->addWidget(slider_, 1);
    row->addWidget(stepText_);
    connect(slider_, &QSlider::valueChanged, this, [this](int place) {
        if (place >= 0 && static_cast<std::size_t>(place) < model_.steps().size())
            model_.setStep(model_.steps()[static_cast<std::size_t>(place)]);
    });
    return stepBar_;
}

void ArtifactsComparison::paintShown(QPainter& painter, const QRectF& area) const
{
    QWidget* shown = pages_->currentWidget();
    if (shown->width() <= 0 || shown->height() <= 0)
        return;
    const double scale = std::min(area.width() / shown->width(), area.height() / shown->height());
    painter.save();
    painter.translate(area.topLeft());
    painter.scale(scale, scale);
    shown->render(&painter, {}, {}, QWidget::DrawChildren);
    painter.restore();
}

void ArtifactsComparison::showChoices()
{
    const QSignalBlocker quiet(choices_);
    choices_->clear();
    const auto runs = static_cast<int>(model_.runs().size());
    for (const auto& choice : model_.choices()) {
        choices_->addItem(
            choice.runs == runs
                ? choice.title
                : tr("%1 (%2 of %3 runs)").arg(choice.title).arg(choice.runs).arg(runs),
            choice.key);
    }
    choices_->setEnabled(choices_->count() > 0);
    choices_->setCurrentIndex(choices_->findData(model_.chosen()));
}

QString ArtifactsComparison::runName(std::size_t side) const
{
    return side < model_.sides().size() ? model_.sides()[side].run.name : QString();
}

void ArtifactsComparison::refreshPair()
{
    const QSignalBlocker left(leftRun_), right(rightRun_);
    for (QComboBox* list : {leftRun_, rightRun_}) {
        list->clear();
        for (const auto& side : model_.sides())
            list->addItem(side.run.name);
    }
    leftRun_->setCurrentIndex(static_cast<int>(model_.pair().first));
    rightRun_->setCurrentIndex(static_cast<int>(model_.pair().second));
}

void ArtifactsComparison::refreshSteps()
{
    const auto& steps = model_.steps();
    stepBar_->setVisible(steps.size() > 1 && model_.step());
    if (steps.empty() || !model_.step())
        return;
    const QSignalBlocker quiet(slider_);
    slider_->setRange(0, static_cast<int>(steps.size()) - 1);
    slider_->setValue(
        static_cast<int>(std::ranges::lower_bound(steps, *model_.step()) - steps.begin()));
    stepText_->setText(tr("step %1 of %2").arg(countText(*model_.step()), countText(steps.back())));
}

void ArtifactsComparison::showTables()
{
    QStringList names;
    for (const auto& side : model_.sides())
        names << side.run.name;
    joined_->setTable(model_.joined(), names);
    fitColumns(table_);
    const QSignalBlocker quiet(keys_);
    keys_->clear();
    for (const auto& key : model_.keys())
        keys_->addItem(key.empty() ? tr("(no name)") : QString::fromStdString(key),
                       QString::fromStdString(key));
    keys_->setCurrentIndex(keys_->findData(model_.key()));
}

void ArtifactsComparison::refresh()
{
    choices_->setCurrentIndex(choices_->findData(model_.chosen()));
    // While the next step is read, the one before stays in sight.
    if (model_.state() == State::Reading && model_.form() == Form::Pictures &&
        pages_->currentWidget() == pictures_) {
        refreshSteps();
        return;
    }
    const bool ready = model_.state() == State::Ready;
    const Form form = ready ? model_.form() : Form::None;
    pairBar_->setVisible(form == Form::Structures || form == Form::Texts);
    keyBar_->setVisible(form == Form::Tables);
    asText_->setVisible(form == Form::Tables || form == Form::Structures ||
                        form == Form::Matrices || model_.isTextWanted());
    stepBar_->setVisible(false);
    showNote();
    switch (form) {
    case Form::Pictures:
        pictures_->show(model_.sides());
        refreshSteps();
        pages_->setCurrentWidget(pictures_);
        break;
    case Form::Matrices:
        matrixScale_ = 0;
        for (const auto& side : model_.sides())
            if (side.content)
                matrixScale_ = std::max(matrixScale_, side.content->matrix->greatest());
        matrices_->show(model_.sides());
        pages_->setCurrentWidget(matrices_);
        break;
    case Form::Tables:
        showTables();
        pages_->setCurrentWidget(table_);
        break;
    case Form::Structures:
        refreshPair();
        pathChanges_->setChanges(model_.structureDiff(), runName(model_.pair().first),
                                 runName(model_.pair().second));
        fitColumns(changes_);
        pages_->setCurrentWidget(changes_);
        break;
    case Form::Texts:
        refreshPair();
        texts_->setDiff(model_.textDiff());
        pages_->setCurrentWidget(texts_);
        break;
    case Form::Facts:
        facts_->show(model_.sides());
        pages_->setCurrentWidget(facts_);
        break;
    case Form::None: {
        const bool busy = model_.state() == State::Listing || model_.state() == State::Reading;
        const bool failed = model_.state() == State::Failed;
        empty_->show(busy     ? EmptyState::Kind::Loading
                     : failed ? EmptyState::Kind::Failed
                              : EmptyState::Kind::Empty,
                     model_.sentence(), failed ? tr("Try again") : QString());
        pages_->setCurrentWidget(empty_);
        break;
    }
    }
}

void ArtifactsComparison::showNote()
{
    QStringList parts;
    const Form form = model_.state() == State::Ready ? model_.form() : Form::None;
    if (form == Form::Texts && model_.textDiff()) {
        const auto& diff = *model_.textDiff();
        parts << (diff.removed + diff.added == 0
                      ? tr("No difference")
                      : tr("−%1 +%2 lines").arg(countText(diff.removed), countText(diff.added)));
        if (diff.coarse)
            parts << tr("compared coarsely");
    } else if (form == Form::Structures) {
        const auto count = static_cast<qint64>(model_.structureDiff().size());
        parts << (count == 0   ? tr("No difference")
                  : count == 1 ? tr("1 difference")
                               : tr("%1 differences").arg(countText(count)));
    } else if (form == Form::Tables && model_.joined()) {
        parts << tr("%1 of %2 rows differ")
                     .arg(countText(static_cast<qint64>(model_.joined()->differing)),
                          countText(static_cast<qint64>(model_.joined()->rows.size())));
        if (model_.joined()->ambiguous)
            parts << tr("the key repeats: rows meet in their order");
    }
    for (const auto& side : model_.sides()) {
        if (form != Form::None && side.content && side.content->cut) {
            parts << tr("only the beginning was compared");
            break;
        }
    }
    if (model_.runsLeftOut() > 0)
        parts << tr("the first %1 runs").arg(model_.runs().size());
    note_->setText(parts.join(QStringLiteral(" · ")));
}

} // namespace binnacle
