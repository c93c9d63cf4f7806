#include "widgets/runs/runs_bar.h"

#include "models/number_text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>

namespace binnacle {

namespace {
constexpr int wide = 860;      // below this, buttons show their icons only
constexpr int narrowest = 560; // below this, counts are left to the tooltip of the search
} // namespace

RunsBar::RunsBar(std::shared_ptr<RunQueryEngine> engine, WorkerPools& pools, QWidget* parent)
    : QWidget(parent)
    , filter(new FilterEdit(std::move(engine), pools, this))
    , search(new SearchField(tr("Search names, tags, notes"), this))
    , saveView(makeButton(tr("Save view"), QStringLiteral("bookmark"), ButtonRole::Secondary, this))
    , columns(makeButton(tr("Columns"), QStringLiteral("columns-3"), ButtonRole::Secondary, this))
    , group(makeButton(tr("Group"), QStringLiteral("group"), ButtonRole::Secondary, this))
    , figure(makeButton({}, QStringLiteral("chevron-down"), ButtonRole::Quiet, this))
    , inspector(makeButton({}, QStringLiteral("panel-right"), ButtonRole::Quiet, this))
    , hideUniform(new ChipToggle(tr("Hide equal columns"), this))
    , tree(new ChipToggle(tr("Nested as tree"), this))
    , deleted(new ChipToggle(tr("Deleted"), this))
    , error_(new TextLabel({}, TextRole::Bad, this))
    , counts_(new TextLabel({}, TextRole::Muted, this))
{
    setAutoFillBackground(true);
    setBackgroundRole(QPalette::Base);
    search->setObjectName(QStringLiteral("freeText"));
    saveView->setObjectName(QStringLiteral("saveView"));
    columns->setObjectName(QStringLiteral("columnsButton"));
    group->setObjectName(QStringLiteral("groupButton"));
    figure->setObjectName(QStringLiteral("groupFigure"));
    figure->setToolTip(tr("What the heads of groups show"));
    figure->setFixedHeight(28);
    figure->hide();
    inspector->setObjectName(QStringLiteral("inspectorButton"));
    inspector->setCheckable(true);
    inspector->setToolTip(tr("Details of the current run (Ctrl+I)"));
    inspector->setAccessibleName(tr("Details"));
    hideUniform->setObjectName(QStringLiteral("hideEqual"));
    hideUniform->setToolTip(tr("Hide columns that are empty or equal among the runs shown"));
    tree->setObjectName(QStringLiteral("nestedTree"));
    deleted->setObjectName(QStringLiteral("deletedRuns"));
    deleted->setToolTip(tr("Runs in the trash"));
    error_->setObjectName(QStringLiteral("filterError"));
    error_->hide();
    counts_->setObjectName(QStringLiteral("runCounts"));

    auto* first = new QHBoxLayout;
    first->setContentsMargins(12, 8, 12, 0);
    first->setSpacing(8);
    first->addWidget(filter, 1);
    for (QPushButton* button : {saveView, columns, group}) {
        button->setFixedHeight(32);
        first->addWidget(button);
    }
    auto* below = new QHBoxLayout;
    below->setContentsMargins(20, 0, 12, 0);
    below->addWidget(error_);
    auto* second = new QHBoxLayout;
    second->setContentsMargins(12, 6, 8, 6);
    second->setSpacing(6);
    for (ChipToggle* chip : {hideUniform, tree, deleted})
        second->addWidget(chip);
    second->addWidget(figure);
    search->setMaximumWidth(230);
    search->setMinimumWidth(90);
    search->setFixedHeight(28);
    second->addWidget(search, 1);
    second->addStretch(1);
    second->addWidget(counts_);
    second->addWidget(inspector);
    inspector->setFixedSize(30, 28);
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    layout->addLayout(first);
    layout->addLayout(below);
    layout->addSpacing(8);
    layout->addWidget(new Line(Qt::Horizontal, this));
    layout->addLayout(second);
    layout->addWidget(new Line(Qt::Horizontal, this));

    connect(filter, &FilterEdit::errorChanged, this, [this](const QString& sentence) {
        error_->setText(sentence);
        error_->setVisible(!sentence.isEmpty());
    });
}

void RunsBar::setCounts(std::int64_t shown, std::int64_t total, double milliseconds)
{
    const QString time = milliseconds < 1 ? tr("< 1 ms") : tr("%1 ms").arg(qRound(milliseconds));
    countsShort_ = tr("%1 of %2").arg(countText(shown), countText(total));
    countsLong_ = tr("%1 of %2 runs · %3").arg(countText(shown), countText(total), time);
    counts_->setToolTip(countsLong_);
    compact();
}

void RunsBar::setGrouped(const QString& column, const QString& shown)
{
    groupText_ = column;
    figure->setText(tr("Groups: %1").arg(shown));
    figure->setAccessibleName(figure->text());
    figure->setVisible(!column.isEmpty());
    setButtonRole(group, ButtonRole::Secondary);
    group->setCheckable(true);
    group->setChecked(!column.isEmpty());
    compact();
}

void RunsBar::compact()
{
    const bool narrow = width() < wide;
    const auto label = [&](QPushButton* button, const QString& text) {
        button->setText(narrow ? QString() : text);
        button->setToolTip(text);
        button->setAccessibleName(text);
        button->setMinimumWidth(narrow ? 38 : 0);
        button->setMaximumWidth(narrow ? 38 : QWIDGETSIZE_MAX);
    };
    label(saveView, tr("Save view"));
    label(columns, tr("Columns"));
    label(group, groupText_.isEmpty()
                     ? tr("Group")
                     : tr("By %1").arg(groupText_.size() > 18 ? groupText_.left(17) + QChar(0x2026)
                                                              : groupText_));
    counts_->setText(narrow ? countsShort_ : countsLong_);
    counts_->setVisible(width() >= narrowest);
}

void RunsBar::resizeEvent(QResizeEvent* event)
{
    QWidget::resizeEvent(event);
    compact();
}

} // namespace binnacle
