#include "widgets/run/reproduce_section.h"

#include "widgets/common/buttons.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/icons.h"
#include "widgets/common/labels.h"
#include "widgets/common/state_pill.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>

namespace binnacle {

namespace {

using State = ReproductionPart::State;

QString stateText(State state)
{
    return state == State::Present   ? ReproduceSection::tr("Known")
           : state == State::Partial ? ReproduceSection::tr("In part")
                                     : ReproduceSection::tr("Missing");
}

Tone stateTone(State state)
{
    return state == State::Present   ? Tone::Good
           : state == State::Partial ? Tone::Warning
                                     : Tone::Bad;
}

} // namespace

ReproduceSection::ReproduceSection(RunReproduction& reproduction, QWidget* parent)
    : QWidget(parent)
    , reproduction_(reproduction)
    , area_(new QScrollArea(this))
    , summary_(new TextLabel({}, TextRole::Normal, this))
    , status_(new TextLabel({}, TextRole::Muted, this))
    , repository_(new QLineEdit(this))
    , save_(makeButton(tr("Save folder…"), QStringLiteral("download"), ButtonRole::Primary, this))
    , empty_(new EmptyState(this))
{
    setObjectName(QStringLiteral("reproduceSection"));
    summary_->setObjectName(QStringLiteral("reproduceSummary"));
    status_->setObjectName(QStringLiteral("reproduceStatus"));
    status_->setWordWrap(true);
    status_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    repository_->setObjectName(QStringLiteral("reproduceRepository"));
    repository_->setPlaceholderText(tr("Address of the repository, where you know it"));
    repository_->setAccessibleName(tr("Repository"));
    save_->setObjectName(QStringLiteral("reproduceSave"));
    area_->setAccessibleName(tr("What a repeat needs"));
    area_->setWidgetResizable(true);
    area_->setFrameShape(QFrame::NoFrame);
    area_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    auto* head = new QHBoxLayout;
    head->addWidget(summary_, 1);
    head->addWidget(repository_, 1);
    head->addWidget(save_);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(0, spacing::m, 0, 0);
    column->setSpacing(spacing::m);
    column->addLayout(head);
    column->addWidget(status_);
    column->addWidget(empty_, 1);
    column->addWidget(area_, 1);
    connect(&reproduction_, &RunReproduction::changed, this, [this] {
        refresh();
        if (isVisible() && !reproduction_.reproduction() && !reproduction_.isReading())
            reproduction_.read();
    });
    connect(&reproduction_, &RunReproduction::saved, this, [this](const QString& folder) {
        status_->setRole(TextRole::Good);
        status_->setText(tr("Saved to %1. Start with its README.md.").arg(folder));
        status_->show();
    });
    connect(&reproduction_, &RunReproduction::failed, this, [this](const Error& error) {
        if (!reproduction_.reproduction()) {
            empty_->show(EmptyState::Kind::Failed, error.message, tr("Try again"));
            return;
        }
        status_->setRole(TextRole::Bad);
        status_->setText(error.message);
        status_->show();
    });
    connect(empty_, &EmptyState::actionTriggered, this, [this] {
        refresh();
        reproduction_.read();
    });
    connect(repository_, &QLineEdit::returnPressed, this,
            [this] { reproduction_.read(repository_->text()); });
    connect(save_, &QPushButton::clicked, this, [this] {
        if (prompts_)
            prompts_->openFolder(this, tr("Folder to save into"),
                                 [this](const QString& folder) { reproduction_.save(folder); });
    });
    refresh();
}

void ReproduceSection::showEvent(QShowEvent* event)
{
    QWidget::showEvent(event);
    if (!reproduction_.reproduction() && !reproduction_.isReading())
        reproduction_.read();
}

void ReproduceSection::refresh()
{
    const auto& known = reproduction_.reproduction();
    const bool ready = known.has_value();
    area_->setVisible(ready);
    empty_->setVisible(!ready);
    save_->setEnabled(ready);
    status_->hide();
    repository_->setVisible(ready && (known->repository.empty() || !repository_->text().isEmpty()));
    delete std::exchange(list_, nullptr);
    if (!ready) {
        repository_->clear();
        summary_->clear();
        empty_->show(EmptyState::Kind::Loading, tr("Looking for what a repeat needs"));
        return;
    }
    const auto missing = static_cast<int>(known->missing());
    summary_->setText(missing == 0 ? tr("Everything that a repeat needs is known.")
                                   : tr("%1 of %2 things are known; what is missing is below.")
                                         .arg(known->parts.size() - known->missing())
                                         .arg(known->parts.size()));
    list_ = new QWidget(area_);
    auto* column = new QVBoxLayout(list_);
    column->setContentsMargins(0, 0, spacing::s, spacing::m);
    column->setSpacing(spacing::s);
    for (const auto& part : known->parts)
        addPart(part);
    column->addStretch(1);
    area_->setWidget(list_);
}

void ReproduceSection::addPart(const ReproductionPart& part)
{
    auto* card = new Card(list_);
    card->setObjectName(QStringLiteral("part:") + QString::fromStdString(part.key));
    auto* title = new TextLabel(part.title, TextRole::Normal, card);
    QFont bold = title->font();
    bold.setWeight(QFont::DemiBold);
    title->setFont(bold);
    title->setFixedWidth(150);
    auto* state = new Pill(card);
    state->setObjectName(QStringLiteral("partState"));
    state->setState(stateText(part.state), stateTone(part.state));
    auto* pillColumn = new QWidget(card);
    pillColumn->setFixedWidth(76);
    auto* pillRow = new QHBoxLayout(pillColumn);
    pillRow->setContentsMargins(0, 0, 0, 0);
    pillRow->addWidget(state, 0, Qt::AlignLeft);
    auto* text = new QVBoxLayout;
    text->setSpacing(2);
    if (!part.value.isEmpty()) {
        auto* value = new ElidedLabel(part.value, TextRole::Normal, card);
        value->setTextFormat(Qt::PlainText);
        value->setTextInteractionFlags(Qt::TextSelectableByMouse);
        text->addWidget(value);
    }
    if (!part.advice.isEmpty()) {
        auto* advice = new TextLabel(part.advice, TextRole::Muted, card);
        advice->setTextFormat(Qt::PlainText);
        advice->setWordWrap(true);
        text->addWidget(advice);
    }
    auto* row = new QHBoxLayout(card);
    row->setContentsMargins(spacing::l, spacing::s, spacing::l, spacing::s);
    row->setSpacing(spacing::m);
    row->addWidget(title, 0, Qt::AlignTop);
    row->addWidget(pillColumn, 0, Qt::AlignTop);
    row->addLayout(text, 1);
    static_cast<QVBoxLayout*>(list_->layout())->addWidget(card);
}

} // namespace binnacle
