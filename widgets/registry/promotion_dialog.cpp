#include "widgets/registry/promotion_dialog.h"

#include "models/registry_rows.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"
#include "widgets/registry/gate_delegate.h"
#include "widgets/registry/promotion_choices.h"

#include <QBoxLayout>
#include <QFormLayout>
#include <QLineEdit>
#include <QListView>
#include <QPlainTextEdit>
#include <QProgressBar>

namespace binnacle {

namespace {

constexpr int dialogWidth = 720, leastGates = 120, mostGates = 380, requestsHeight = 140;
constexpr int besideGates = 390; // the dialog is no higher than its window

QString holderText(const PromotionHolder& holder)
{
    if (holder.version.empty())
        return PromotionDialog::tr("nobody");
    QString text = QStringLiteral("<b>%1</b>").arg(versionText(holder.version).toHtmlEscaped());
    if (!holder.runName.isEmpty())
        text += QStringLiteral("&nbsp; ") + holder.runName.toHtmlEscaped();
    if (!holder.since.isEmpty())
        text += PromotionDialog::tr(", since %1").arg(holder.since.toHtmlEscaped());
    return text;
}

} // namespace

PromotionDialog::PromotionDialog(std::shared_ptr<PromotionDesk> desk, WorkerPools& pools,
                                 Prompts& prompts, QWidget* parent)
    : QDialog(parent)
    , prompts_(prompts)
    , model_(new PromotionModel(std::move(desk), pools, this))
    , title_(new TextLabel({}, TextRole::Normal, this))
    , subtitle_(new TextLabel({}, TextRole::Muted, this))
    , changes_(new TextLabel({}, TextRole::Muted, this))
    , choices_(new PromotionChoices(prompts, this))
    , gates_(new QListView(this))
    , requests_(new QPlainTextEdit(this))
    , progress_(new QProgressBar(this))
    , notice_(new NoticeBar(this))
{
    setObjectName(QStringLiteral("promotionDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setWindowTitle(tr("Promote"));
    setMinimumWidth(dialogWidth);
    title_->setObjectName(QStringLiteral("promotionTitle"));
    title_->setFont(titleFont());
    title_->setTextFormat(Qt::PlainText);
    title_->setWordWrap(true);
    subtitle_->setObjectName(QStringLiteral("promotionSubtitle"));
    subtitle_->setTextFormat(Qt::PlainText);
    subtitle_->setWordWrap(true);
    changes_->setObjectName(QStringLiteral("promotionChanges"));
    changes_->setTextFormat(Qt::PlainText);
    changes_->setWordWrap(true);
    gates_->setObjectName(QStringLiteral("promotionGates"));
    gates_->setAccessibleName(tr("Gates"));
    gates_->setModel(model_);
    gates_->setItemDelegate(new GateDelegate(gates_));
    gates_->setFrameShape(QFrame::NoFrame);
    gates_->setResizeMode(QListView::Adjust);
    gates_->setSelectionMode(QAbstractItemView::NoSelection);
    gates_->setVerticalScrollMode(QAbstractItemView::ScrollPerPixel);
    gates_->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    gates_->setMouseTracking(true);
    gates_->setMinimumHeight(leastGates);
    requests_->setObjectName(QStringLiteral("promotionRequests"));
    requests_->setAccessibleName(tr("Requests"));
    requests_->setReadOnly(true);
    requests_->setFont(monospaceFont());
    requests_->setFixedHeight(requestsHeight);
    requests_->hide();
    progress_->setObjectName(QStringLiteral("promotionProgress"));
    progress_->setTextVisible(false);
    progress_->setFixedHeight(4);
    notice_->setObjectName(QStringLiteral("promotionNotice"));

    auto* holders = new QHBoxLayout;
    holders->setSpacing(spacing::m);
    holders->addWidget(makeHolder(false, now_), 1);
    holders->addWidget(new TextLabel(QStringLiteral("→"), TextRole::Muted, this));
    holders->addWidget(makeHolder(true, then_), 1);
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::xl, spacing::l, spacing::xl, spacing::l);
    column->setSpacing(spacing::m);
    column->addWidget(title_);
    column->addWidget(subtitle_);
    column->addLayout(holders);
    column->addWidget(choices_);
    column->addWidget(changes_);
    column->addWidget(notice_);
    column->addWidget(gates_, 1);
    column->addWidget(progress_);
    column->addWidget(requests_);
    column->addWidget(makeConsent());
    column->addWidget(makeButtons());
    connect(choices_, &PromotionChoices::chosen, model_, &PromotionModel::prepare);
    connect(model_, &PromotionModel::phaseChanged, this, [this] { showPhase(model_->phase()); });
    connect(model_, &PromotionModel::progressed, this, &PromotionDialog::refresh);
    connect(model_, &PromotionModel::modelReset, this, &PromotionDialog::fitGates);
    connect(model_, &PromotionModel::dataChanged, this, &PromotionDialog::fitGates);
    const auto openEvidence = [this](const QModelIndex& index) {
        if (const QVariant run = index.data(PromotionModel::RunRole); run.isValid())
            emit runRequested(RunRowId{run.toLongLong()});
    };
    connect(gates_, &QListView::clicked, this, openEvidence);
    connect(gates_, &QListView::activated, this, openEvidence);
    connect(notice_, &NoticeBar::firstTriggered, this, [this] {
        if (model_->phase() == PromotionModel::Phase::Done)
            model_->undo();
        else
            model_->prepareAgain();
    });
}

QWidget* PromotionDialog::makeHolder(bool then, TextLabel*& version)
{
    auto* card = new Card(this);
    if (then)
        card->setStyleSheet(QStringLiteral("QFrame[card=\"true\"] { border-color: %1; }")
                                .arg(Theme::current().accent.name()));
    auto*& head = then ? thenHead_ : nowHead_;
    head = new TextLabel({}, TextRole::Muted, card);
    head->setTextFormat(Qt::PlainText);
    version = new TextLabel({}, TextRole::Normal, card);
    version->setObjectName(then ? QStringLiteral("holderThen") : QStringLiteral("holderNow"));
    version->setTextFormat(Qt::RichText);
    auto* column = new QVBoxLayout(card);
    column->setContentsMargins(spacing::m, spacing::s, spacing::m, spacing::s);
    column->setSpacing(2);
    column->addWidget(head);
    column->addWidget(version);
    return card;
}

QWidget* PromotionDialog::makeConsent()
{
    consent_ = new QWidget(this);
    approver_ = new QLineEdit(consent_);
    approver_->setObjectName(QStringLiteral("promotionApprover"));
    approver_->setAccessibleName(tr("Approver"));
    approver_->setPlaceholderText(tr("Who approves it"));
    reason_ = new QLineEdit(consent_);
    reason_->setObjectName(QStringLiteral("promotionReason"));
    reason_->setAccessibleName(tr("Reason"));
    reason_->setPlaceholderText(tr("Why, for the audit log"));
    auto* row = new QHBoxLayout(consent_);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::s);
    row->addWidget(new TextLabel(tr("Approver"), TextRole::Muted, consent_));
    row->addWidget(approver_, 1);
    row->addWidget(new TextLabel(tr("Reason"), TextRole::Muted, consent_));
    row->addWidget(reason_, 2);
    connect(approver_, &QLineEdit::textChanged, this, &PromotionDialog::refresh);
    connect(reason_, &QLineEdit::textChanged, this, &PromotionDialog::refresh);
    return consent_;
}

QWidget* PromotionDialog::makeButtons()
{
    auto* buttons = new QWidget(this);
    showRequests_ =
        makeButton(tr("Show requests"), QStringLiteral("terminal"), ButtonRole::Secondary, buttons);
    showRequests_->setObjectName(QStringLiteral("showRequests"));
    showRequests_->setAutoDefault(false);
    blocks_ = new TextLabel({}, TextRole::Muted, buttons);
    blocks_->setObjectName(QStringLiteral("promotionBlocks"));
    blocks_->setTextFormat(Qt::PlainText);
    cancel_ = makeButton(tr("Cancel"), {}, ButtonRole::Secondary, buttons);
    cancel_->setObjectName(QStringLiteral("promotionCancel"));
    override_ = makeButton(tr("Override with a reason…"), {}, ButtonRole::Secondary, buttons);
    override_->setObjectName(QStringLiteral("promotionOverride"));
    override_->setAutoDefault(false);
    promote_ = makeButton(tr("Promote"), {}, ButtonRole::Primary, buttons);
    promote_->setObjectName(QStringLiteral("promotionAccept"));
    promote_->setAutoDefault(false); // what changes the outside world is never a slip of Return
    cancel_->setDefault(true);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::s);
    row->addWidget(showRequests_);
    row->addStretch(1);
    row->addWidget(blocks_);
    row->addWidget(cancel_);
    row->addWidget(override_);
    row->addWidget(promote_);
    connect(showRequests_, &QPushButton::clicked, this, [this] {
        const bool shown = !requests_->isVisible();
        requests_->setVisible(shown);
        showRequests_->setText(shown ? tr("Hide requests") : tr("Show requests"));
    });
    connect(cancel_, &QPushButton::clicked, this, &PromotionDialog::reject);
    connect(override_, &QPushButton::clicked, this, &PromotionDialog::askOverride);
    connect(promote_, &QPushButton::clicked, this, [this] {
        QString reason = reason_->text().trimmed();
        if (!overrideReason_.isEmpty())
            reason += reason.isEmpty() ? overrideReason_ : QStringLiteral(" · ") + overrideReason_;
        model_->execute({approver_->text().trimmed(), reason, overridden_});
    });
    return buttons;
}

// The list is as high as its gates, within reason.
void PromotionDialog::fitGates()
{
    int height = 2;
    for (int row = 0; row < model_->rowCount(); ++row)
        height += gates_->sizeHintForIndex(model_->index(row)).height();
    const QWidget* window = parentWidget() ? parentWidget()->window() : this;
    const int room = qBound(leastGates, window->height() - besideGates, mostGates);
    gates_->setMinimumHeight(qBound(leastGates, height, room));
}

void PromotionDialog::open(const PromotionRequest& request)
{
    title_->setText(
        tr("Promote version %1 to %2")
            .arg(QString::fromStdString(request.version), QString::fromStdString(request.alias)));
    model_->prepare(request);
    QDialog::open();
    cancel_->setFocus();
}

void PromotionDialog::reject()
{
    if (model_->phase() != PromotionModel::Phase::Running)
        QDialog::reject();
}

void PromotionDialog::askOverride()
{
    const QStringList blocking = model_->blocking();
    QStringList titles;
    for (int row = 0; row < model_->rowCount(); ++row) {
        const QModelIndex index = model_->index(row);
        if (blocking.contains(index.data(PromotionModel::NameRole).toString()))
            titles << index.data().toString();
    }
    prompts_.askText(this, tr("Override with a reason"),
                     tr("This goes past: %1. The reason is kept in the audit log.")
                         .arg(titles.join(QStringLiteral(", "))),
                     overrideReason_, [this, blocking](const QString& reason) {
                         overrideReason_ = reason.trimmed();
                         overridden_ = overrideReason_.isEmpty() ? QStringList() : blocking;
                         refresh();
                     });
}

void PromotionDialog::showPhase(PromotionModel::Phase phase)
{
    using Phase = PromotionModel::Phase;
    switch (phase) {
    case Phase::Preparing:
        subtitle_->setText(tr("Reading what is there now"));
        notice_->hide();
        overridden_.clear();
        overrideReason_.clear();
        break;
    case Phase::Checking:
        showPlan();
        break;
    case Phase::Ready:
    case Phase::Running:
        break;
    case Phase::Done:
        showDone();
        break;
    case Phase::Surprised:
        notice_->show(model_->error().message, tr("Plan again"));
        subtitle_->setText(tr("The registry has changed meanwhile"));
        emit changedRegistry();
        break;
    case Phase::Failed:
        notice_->show(model_->error().message, tr("Try again"));
        subtitle_->setText(tr("It could not be done"));
        emit changedRegistry();
        break;
    }
    refresh();
}

void PromotionDialog::showPlan()
{
    const PromotionPlan& plan = model_->plan();
    const QString alias = QString::fromStdString(plan.request.alias);
    title_->setText(
        tr("Promote %1 %2 to %3").arg(plan.model, versionText(plan.request.version), alias));
    subtitle_->setText(plan.copiedFrom.isEmpty()
                           ? tr("on %1 · nothing has been changed yet").arg(plan.registry)
                           : tr("copied from %1 to %2 · nothing has been changed yet")
                                 .arg(plan.copiedFrom, plan.registry));
    choices_->setPlan(plan);
    nowHead_->setText(tr("%1 now").arg(alias));
    thenHead_->setText(tr("%1 then").arg(alias));
    now_->setText(holderText(plan.now));
    then_->setText(holderText(plan.then));
    changes_->setText(plan.changes.join(u'\n'));
    changes_->setVisible(!plan.changes.isEmpty());
    requests_->setPlainText(plan.requests);
    if (!plan.whyNot.isEmpty())
        notice_->show(plan.whyNot);
    else
        notice_->hide();
}

void PromotionDialog::showDone()
{
    const PromotionOutcome& outcome = model_->outcome();
    subtitle_->setText(model_->undone() ? tr("Undone") : tr("Done"));
    notice_->show(outcome.sentence,
                  model_->undone() || outcome.act.empty() ? QString() : tr("Undo"));
    emit changedRegistry();
}

QString PromotionDialog::whyNot() const
{
    using Phase = PromotionModel::Phase;
    const QStringList blocking = model_->blocking();
    switch (model_->phase()) {
    case Phase::Preparing:
        return tr("Preparing");
    case Phase::Checking:
        return tr("%1 of %2 gates checked").arg(model_->known()).arg(model_->rowCount());
    case Phase::Running:
        return model_->stepText().isEmpty() ? tr("Working") : model_->stepText();
    case Phase::Done:
    case Phase::Surprised:
    case Phase::Failed:
        return {};
    case Phase::Ready:
        break;
    }
    if (!blocking.isEmpty() && overridden_ != blocking)
        return blocking.size() == 1 ? tr("1 gate blocks")
                                    : tr("%1 gates block").arg(blocking.size());
    if (!model_->plan().whyNot.isEmpty())
        return tr("Prepared and checked, not executable now");
    if (model_->plan().approverAsked && approver_->text().trimmed().isEmpty())
        return tr("Name the approver");
    if (reason_->text().trimmed().isEmpty() && overrideReason_.isEmpty())
        return tr("Give a reason");
    return {};
}

bool PromotionDialog::canPromote() const
{
    return model_->phase() == PromotionModel::Phase::Ready && whyNot().isEmpty();
}

void PromotionDialog::refresh()
{
    using Phase = PromotionModel::Phase;
    const Phase phase = model_->phase();
    const bool over = phase == Phase::Done || phase == Phase::Failed || phase == Phase::Surprised;
    const bool busy =
        phase == Phase::Preparing || phase == Phase::Checking || phase == Phase::Running;
    blocks_->setText(whyNot().isEmpty() && !overridden_.isEmpty() && phase == Phase::Ready
                         ? tr("%1 overridden").arg(overridden_.size())
                         : whyNot());
    progress_->setVisible(busy);
    if (phase == Phase::Checking)
        progress_->setRange(0, model_->rowCount()), progress_->setValue(model_->known());
    else if (phase == Phase::Running && model_->steps() > 0)
        progress_->setRange(0, model_->steps()), progress_->setValue(model_->stepsDone());
    else
        progress_->setRange(0, 0);
    cancel_->setText(over ? tr("Close") : tr("Cancel"));
    cancel_->setEnabled(phase != Phase::Running);
    override_->setVisible(phase == Phase::Ready && !model_->blocking().isEmpty());
    promote_->setVisible(!over);
    promote_->setEnabled(canPromote());
    promote_->setToolTip(whyNot());
    setButtonRole(promote_, overridden_.isEmpty() ? ButtonRole::Primary : ButtonRole::Danger);
    consent_->setEnabled(!over && phase != Phase::Running);
    choices_->setEnabled(!over && phase != Phase::Running && phase != Phase::Preparing);
    showRequests_->setEnabled(phase != Phase::Preparing);
}

} // namespace binnacle
