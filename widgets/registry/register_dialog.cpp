#include "widgets/registry/register_dialog.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/notice_bar.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QCompleter>
#include <QFormLayout>
#include <QLineEdit>
#include <QPlainTextEdit>
#include <QProgressBar>

namespace binnacle {

namespace {

constexpr int dialogWidth = 600, requestsHeight = 120, planAfter = 300; // px, px, ms

enum ItemRole { PathRole = Qt::UserRole, ModelIdRole };

QComboBox* makeEditable(const char* objectName, const QString& name, QWidget* parent)
{
    auto* combo = new QComboBox(parent);
    combo->setObjectName(QLatin1String(objectName));
    combo->setAccessibleName(name);
    combo->setEditable(true);
    combo->setInsertPolicy(QComboBox::NoInsert);
    combo->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    combo->completer()->setFilterMode(Qt::MatchContains);
    combo->completer()->setCompletionMode(QCompleter::PopupCompletion);
    combo->completer()->setCaseSensitivity(Qt::CaseInsensitive);
    return combo;
}

} // namespace

RegisterDialog::RegisterDialog(std::shared_ptr<Workspace> workspace,
                               std::shared_ptr<Registrar> registrar, WorkerPools& pools,
                               Prompts& prompts, QWidget* parent)
    : QDialog(parent)
    , prompts_(prompts)
    , model_(new VersionRegistration(std::move(workspace), std::move(registrar), pools, this))
    , title_(new TextLabel(tr("Register a model"), TextRole::Normal, this))
    , subtitle_(new TextLabel({}, TextRole::Muted, this))
    , steps_(new TextLabel({}, TextRole::Normal, this))
    , hint_(new TextLabel({}, TextRole::Muted, this))
    , logged_(makeEditable("registerPath", tr("Model of the run"), this))
    , registry_(new QComboBox(this))
    , name_(makeEditable("registerName", tr("Registered model"), this))
    , folder_(new ElidedLabel({}, TextRole::Muted, this))
    , description_(new QLineEdit(this))
    , form_(new QFormLayout)
    , requests_(new QPlainTextEdit(this))
    , progress_(new QProgressBar(this))
    , notice_(new NoticeBar(this))
{
    setObjectName(QStringLiteral("registerDialog"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowModality(Qt::WindowModal);
    setWindowTitle(tr("Register a model"));
    setMinimumWidth(dialogWidth);
    title_->setFont(titleFont());
    subtitle_->setObjectName(QStringLiteral("registerSubtitle"));
    steps_->setObjectName(QStringLiteral("registerSteps"));
    hint_->setObjectName(QStringLiteral("registerHint"));
    for (auto* label : {title_, subtitle_, steps_, hint_}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
    }
    requests_->setObjectName(QStringLiteral("registerRequests"));
    requests_->setAccessibleName(tr("Requests"));
    requests_->setReadOnly(true);
    requests_->setFont(monospaceFont());
    requests_->setFixedHeight(requestsHeight);
    requests_->hide();
    progress_->setTextVisible(false);
    progress_->setFixedHeight(4);
    progress_->setRange(0, 0);
    notice_->setObjectName(QStringLiteral("registerNotice"));
    later_.setSingleShot(true);
    later_.setInterval(planAfter);
    connect(&later_, &QTimer::timeout, this, &RegisterDialog::makePlan);
    buildForm();
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::xl, spacing::l, spacing::xl, spacing::l);
    column->setSpacing(spacing::m);
    column->addWidget(title_);
    column->addWidget(subtitle_);
    column->addLayout(form_);
    column->addWidget(new SectionLabel(tr("What will be done"), this));
    column->addWidget(steps_);
    column->addWidget(progress_);
    column->addWidget(notice_);
    column->addWidget(requests_);
    column->addStretch(1);
    column->addWidget(makeButtons());
    connect(model_, &VersionRegistration::phaseChanged, this, &RegisterDialog::showPhase);
    connect(model_, &VersionRegistration::progressed, this,
            [this] { hint_->setText(model_->progress()); });
}

void RegisterDialog::buildForm()
{
    registry_->setObjectName(QStringLiteral("registerRegistry"));
    registry_->setAccessibleName(tr("Registry"));
    registry_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
    name_->lineEdit()->setPlaceholderText(tr("An existing one, or a new name"));
    logged_->lineEdit()->setPlaceholderText(tr("A folder among its artifacts, such as model"));
    description_->setObjectName(QStringLiteral("registerDescription"));
    description_->setAccessibleName(tr("Description"));
    description_->setPlaceholderText(tr("Of the version; may be empty"));
    folderRow_ = makeFolderRow();
    form_->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form_->setHorizontalSpacing(spacing::l);
    form_->setVerticalSpacing(spacing::s);
    const auto add = [this](const QString& text, QWidget* field) {
        auto* label = new TextLabel(text, TextRole::Muted, this);
        form_->addRow(label, field);
        return label;
    };
    loggedLabel_ = add(tr("Model of the run"), logged_);
    folderLabel_ = add(tr("Folder"), folderRow_);
    add(tr("Registry"), registry_);
    add(tr("Registered model"), name_);
    add(tr("Description"), description_);
    connect(logged_, &QComboBox::editTextChanged, this, &RegisterDialog::edited);
    connect(name_, &QComboBox::editTextChanged, this, &RegisterDialog::edited);
    connect(description_, &QLineEdit::textChanged, this, &RegisterDialog::edited);
    connect(registry_, &QComboBox::currentIndexChanged, this, [this] {
        showNames();
        edited();
    });
}

QWidget* RegisterDialog::makeFolderRow()
{
    auto* row = new QWidget(this);
    folder_->setElideMode(Qt::ElideMiddle);
    folder_->setFullText(tr("None chosen"));
    auto* choose = makeButton(tr("Choose…"), {}, ButtonRole::Secondary, row);
    choose->setObjectName(QStringLiteral("registerFolder"));
    choose->setAutoDefault(false);
    auto* line = new QHBoxLayout(row);
    line->setContentsMargins(0, 0, 0, 0);
    line->addWidget(folder_, 1);
    line->addWidget(choose);
    connect(choose, &QPushButton::clicked, this, [this] {
        prompts_.openFolder(this, tr("A folder with an MLmodel"), [this](const QString& folder) {
            path_ = folder;
            folder_->setFullText(folder);
            edited();
        });
    });
    return row;
}

QWidget* RegisterDialog::makeButtons()
{
    auto* buttons = new QWidget(this);
    showRequests_ =
        makeButton(tr("Show requests"), QStringLiteral("terminal"), ButtonRole::Secondary, buttons);
    showRequests_->setObjectName(QStringLiteral("registerShowRequests"));
    showRequests_->setAutoDefault(false);
    cancel_ = makeButton(tr("Cancel"), {}, ButtonRole::Secondary, buttons);
    cancel_->setObjectName(QStringLiteral("registerCancel"));
    register_ = makeButton(tr("Register"), {}, ButtonRole::Primary, buttons);
    register_->setObjectName(QStringLiteral("registerAccept"));
    register_->setAutoDefault(false); // what changes the outside world is never a slip of Return
    cancel_->setDefault(true);
    auto* row = new QHBoxLayout(buttons);
    row->setContentsMargins(0, 0, 0, 0);
    row->setSpacing(spacing::s);
    row->addWidget(showRequests_);
    row->addWidget(hint_, 1);
    row->addWidget(cancel_);
    row->addWidget(register_);
    connect(showRequests_, &QPushButton::clicked, this, [this] {
        const bool shown = !requests_->isVisible();
        requests_->setVisible(shown);
        showRequests_->setText(shown ? tr("Hide requests") : tr("Show requests"));
    });
    connect(cancel_, &QPushButton::clicked, this, &RegisterDialog::reject);
    connect(register_, &QPushButton::clicked, model_, &VersionRegistration::carryOut);
    return buttons;
}

void RegisterDialog::open(std::optional<RunRowId> run, const QString& path)
{
    run_ = run;
    path_ = path;
    for (auto* widget : {static_cast<QWidget*>(logged_), loggedLabel_})
        widget->setVisible(run.has_value());
    for (auto* widget : {folderRow_, folderLabel_})
        widget->setVisible(!run.has_value());
    model_->begin(run);
    QDialog::open();
}

void RegisterDialog::reject()
{
    const bool running = model_->phase() == VersionRegistration::Phase::Running;
    model_->cancel();
    if (!running)
        QDialog::reject();
}

void RegisterDialog::showStart()
{
    filled_ = true;
    const RegistrationStart& start = model_->start();
    subtitle_->setText(start.run ? tr("of the run %1 · %2").arg(start.runName, start.sourceName)
                                 : tr("of a folder of this machine"));
    {
        const QSignalBlocker quiet(registry_), silent(logged_);
        for (const auto& model : start.models) {
            const QString path = QString::fromStdString(model.path);
            logged_->addItem(path);
            logged_->setItemData(logged_->count() - 1, path, PathRole);
            logged_->setItemData(logged_->count() - 1, model.id, ModelIdRole);
            logged_->setItemData(logged_->count() - 1, model.id, Qt::ToolTipRole);
        }
        logged_->setEditText(!path_.isEmpty()       ? path_
                             : start.models.empty() ? QString()
                                                    : logged_->itemText(0));
        for (const auto& choice : start.registries) {
            QString text = choice.name;
            if (!choice.source)
                text += tr(" (beside the workspace, will be made)");
            else if (choice.source == start.runSource)
                text += tr(" (where the run is)");
            registry_->addItem(text);
            registry_->setItemData(registry_->count() - 1, choice.address, Qt::ToolTipRole);
            if (choice.source && choice.source == start.runSource)
                registry_->setCurrentIndex(registry_->count() - 1);
        }
    }
    showNames();
    name_->setEditText(start.suggested);
    name_->setFocus();
}

void RegisterDialog::showNames()
{
    const int row = registry_->currentIndex();
    const QString typed = name_->currentText();
    const QSignalBlocker quiet(name_);
    name_->clear();
    if (row >= 0)
        name_->addItems(model_->start().registries[static_cast<std::size_t>(row)].models);
    name_->setEditText(typed);
}

QString RegisterDialog::missing() const
{
    if (registry_->currentIndex() < 0)
        return tr("There is no registry that can be written to");
    if (!run_ && path_.isEmpty())
        return tr("Choose a folder");
    if (run_ && logged_->currentText().trimmed().isEmpty())
        return tr("Name the model's folder");
    if (name_->currentText().trimmed().isEmpty())
        return tr("Name the registered model");
    return {};
}

std::optional<RegistrationOrder> RegisterDialog::order() const
{
    if (!missing().isEmpty())
        return std::nullopt;
    RegistrationOrder order;
    order.run = run_;
    if (run_) {
        const QString path = logged_->currentText().trimmed();
        order.path = path.toStdString();
        const int row = logged_->currentIndex();
        if (row >= 0 && logged_->itemText(row) == path)
            order.loggedModelId = logged_->itemData(row, ModelIdRole).toString().toStdString();
    } else {
        order.folder = path_.toStdString();
    }
    order.registry =
        model_->start().registries[static_cast<std::size_t>(registry_->currentIndex())].source;
    order.model = name_->currentText().trimmed().toStdString();
    order.description = description_->text().trimmed().toStdString();
    return order;
}

// What was planned is not what is wanted any more.
void RegisterDialog::edited()
{
    if (!filled_ || model_->phase() == VersionRegistration::Phase::Running)
        return;
    register_->setEnabled(false);
    hint_->setText(missing());
    later_.start();
}

void RegisterDialog::makePlan()
{
    if (const auto wanted = order())
        model_->makePlan(*wanted);
    else
        showPhase();
}

void RegisterDialog::showPlan()
{
    const RegistrationPlan& plan = model_->plan();
    steps_->setText(plan.steps.join(u'\n'));
    requests_->setPlainText(plan.requests.join(u'\n'));
}

void RegisterDialog::showPhase()
{
    using Phase = VersionRegistration::Phase;
    const Phase phase = model_->phase();
    if (phase == Phase::Choosing && !filled_ && model_->problem().isEmpty()) {
        showStart();
        edited();
    }
    if (phase == Phase::Ready)
        showPlan();
    else if (phase != Phase::Running && phase != Phase::Done)
        steps_->setText(QStringLiteral("–"));
    const bool busy =
        phase == Phase::Reading || phase == Phase::Planning || phase == Phase::Running;
    progress_->setVisible(busy);
    if (model_->problem().isEmpty())
        notice_->hide();
    else
        notice_->show(model_->problem());
    for (auto* widget : {static_cast<QWidget*>(logged_), folderRow_, static_cast<QWidget*>(name_),
                         static_cast<QWidget*>(registry_), static_cast<QWidget*>(description_)})
        widget->setEnabled(phase != Phase::Running && phase != Phase::Done);
    showRequests_->setEnabled(phase == Phase::Ready);
    register_->setEnabled(phase == Phase::Ready && model_->problem().isEmpty() &&
                          !later_.isActive());
    if (phase != Phase::Running)
        hint_->setText(phase == Phase::Ready ? QString() : missing());
    if (phase == Phase::Done) {
        const auto& made = model_->made();
        emit registered(made.row, QString::fromStdString(made.version.version));
        accept();
    }
}

} // namespace binnacle
