#include "widgets/sources/add_source_dialog.h"

#include "models/source_text.h"
#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/prompts.h"
#include "widgets/common/theme.h"

#include <QComboBox>
#include <QFormLayout>
#include <QHBoxLayout>
#include <QLineEdit>
#include <QStyle>
#include <QVBoxLayout>

namespace binnacle {

namespace {

constexpr int dialogWidth = 520;

QLineEdit* makeField(const QString& objectName, const QString& accessibleName, QWidget* parent)
{
    auto* field = new QLineEdit(parent);
    field->setObjectName(objectName);
    field->setAccessibleName(accessibleName);
    return field;
}

bool isServer(const QString& address)
{
    return address.startsWith(QStringLiteral("http://")) ||
           address.startsWith(QStringLiteral("https://"));
}

} // namespace

AddSourceDialog::AddSourceDialog(SourceEditor& editor, Prompts& prompts, QWidget* parent)
    : QDialog(parent)
    , editor_(editor)
    , prompts_(prompts)
    , address_(makeField(QStringLiteral("sourceAddress"), tr("Address"), this))
    , name_(makeField(QStringLiteral("sourceName"), tr("Name"), this))
    , access_(new QComboBox(this))
    , user_(makeField(QStringLiteral("sourceUser"), tr("User"), this))
    , secret_(makeField(QStringLiteral("sourceSecret"), tr("Password or token"), this))
    , caFile_(makeField(QStringLiteral("sourceCaFile"), tr("Certificate authority"), this))
    , caChoose_(makeButton(tr("Choose…"), {}, ButtonRole::Secondary, this))
    , kind_(new TextLabel({}, TextRole::Muted, this))
    , outcome_(new TextLabel({}, TextRole::Muted, this))
    , test_(makeButton(tr("Test connection"), {}, ButtonRole::Secondary, this))
    , add_(makeButton(tr("Add source"), {}, ButtonRole::Primary, this))
    , form_(new QFormLayout)
{
    setObjectName(QStringLiteral("addSourceDialog"));
    setWindowTitle(tr("Add a source"));
    setWindowModality(Qt::WindowModal);
    setFixedWidth(dialogWidth);
    buildForm();

    connect(address_, &QLineEdit::textEdited, this, &AddSourceDialog::addressEdited);
    connect(address_, &QLineEdit::editingFinished, this, &AddSourceDialog::takeCredentials);
    connect(access_, &QComboBox::currentIndexChanged, this, &AddSourceDialog::showAccess);
    connect(caChoose_, &QPushButton::clicked, this, [this] {
        prompts_.openFile(this, tr("Certificate authority"),
                          tr("Certificates (*.pem *.crt *.cer);;All files (*)"),
                          [this](const QString& file) { caFile_->setText(file); });
    });
    connect(test_, &QPushButton::clicked, this, &AddSourceDialog::test);
    connect(add_, &QPushButton::clicked, this, &AddSourceDialog::submit);
    connect(&editor_, &SourceEditor::recognised, this, &AddSourceDialog::showKind);
    connect(&editor_, &SourceEditor::tested, this, &AddSourceDialog::showTested);
    connect(&editor_, &SourceEditor::added, this, [this] {
        if (adding_)
            accept();
    });
    connect(&editor_, &SourceEditor::addFailed, this, [this](const QString&, const QString& why) {
        if (adding_)
            showTested(false, why);
    });
    connect(this, &QDialog::finished, this, [this] { editor_.cancelTest(); });
    addressEdited();
    showAccess();
    address_->setFocus();
}

void AddSourceDialog::buildForm()
{
    auto* column = new QVBoxLayout(this);
    column->setContentsMargins(spacing::xl, spacing::xl, spacing::xl, spacing::l);
    column->setSpacing(spacing::m);
    auto* head = new TextLabel(tr("Add a source"), TextRole::Normal, this);
    head->setFont(titleFont());
    column->addWidget(head);

    address_->setPlaceholderText(tr("https://…, a folder, or a path to mlflow.db"));
    kind_->setObjectName(QStringLiteral("sourceKind"));
    kind_->setWordWrap(true);
    access_->setObjectName(QStringLiteral("sourceAccess"));
    access_->setAccessibleName(tr("Sign in with"));
    access_->addItem(tr("Nothing"), static_cast<int>(SourceDraft::Access::None));
    access_->addItem(tr("User and password"), static_cast<int>(SourceDraft::Access::Basic));
    access_->addItem(tr("Token"), static_cast<int>(SourceDraft::Access::Token));
    secret_->setEchoMode(QLineEdit::Password);
    caFile_->setPlaceholderText(tr("The system's"));
    caChoose_->setObjectName(QStringLiteral("sourceCaChoose"));
    auto* ca = new QHBoxLayout;
    ca->setContentsMargins(0, 0, 0, 0);
    ca->addWidget(caFile_, 1);
    ca->addWidget(caChoose_);
    auto* caRow = new QWidget(this);
    caRow->setLayout(ca);

    form_->setLabelAlignment(Qt::AlignLeft | Qt::AlignVCenter);
    form_->setFieldGrowthPolicy(QFormLayout::AllNonFixedFieldsGrow);
    form_->setHorizontalSpacing(spacing::l);
    form_->setVerticalSpacing(spacing::s);
    const auto addRow = [this](const QString& text, QWidget* field) {
        form_->addRow(new TextLabel(text, TextRole::Muted, this), field);
    };
    addRow(tr("Address"), address_);
    form_->addRow(new QWidget(this), kind_);
    addRow(tr("Name"), name_);
    addRow(tr("Sign in with"), access_);
    addRow(tr("User"), user_);
    addRow(tr("Password"), secret_);
    addRow(tr("Certificates"), caRow);
    column->addLayout(form_);
    outcome_->setObjectName(QStringLiteral("sourceOutcome"));
    outcome_->setWordWrap(true);
    outcome_->setTextInteractionFlags(Qt::TextSelectableByMouse);
    column->addWidget(outcome_);
    column->addStretch();

    test_->setObjectName(QStringLiteral("sourceTest"));
    add_->setObjectName(QStringLiteral("sourceAdd"));
    add_->setDefault(true);
    auto* cancel = makeButton(tr("Cancel"), {}, ButtonRole::Secondary, this);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    auto* row = new QHBoxLayout;
    row->addWidget(test_);
    row->addStretch();
    row->addWidget(cancel);
    row->addWidget(add_);
    column->addLayout(row);
}

void AddSourceDialog::setAddress(const QString& address)
{
    address_->setText(address);
    addressEdited();
    takeCredentials();
}

// A password inside an address is moved, before the eyes of the person, to where passwords are
// kept: an address is shown and stored.
void AddSourceDialog::takeCredentials()
{
    const auto found = withPasswordApart(address_->text());
    if (!found)
        return;
    address_->setText(found->address);
    access_->setCurrentIndex(access_->findData(static_cast<int>(found->access)));
    user_->setText(found->user);
    secret_->setText(found->secret);
    addressEdited();
    outcome_->setRole(TextRole::Muted);
    outcome_->setText(tr("The user and password were moved out of the address. They are kept in "
                         "the keychain, never in a file."));
    outcome_->show();
    adjustSize();
}

SourceDraft AddSourceDialog::draft() const
{
    SourceDraft draft;
    draft.address = address_->text().trimmed();
    draft.name = name_->text().trimmed();
    if (isServer(draft.address)) {
        draft.access = static_cast<SourceDraft::Access>(access_->currentData().toInt());
        draft.user = user_->text();
        draft.secret = secret_->text();
        draft.caFile = caFile_->text();
    }
    return draft;
}

void AddSourceDialog::addressEdited()
{
    const QString address = address_->text().trimmed();
    outcome_->clear();
    outcome_->hide();
    editor_.cancelTest();
    name_->setPlaceholderText(suggestedSourceName(address));
    if (address.isEmpty())
        showKind(address, {});
    else
        editor_.recognise(address);
    showAccess();
    setBusy(false);
}

void AddSourceDialog::showKind(const QString& address, const QString& kindTitle)
{
    if (address.trimmed() != address_->text().trimmed())
        return;
    if (address.trimmed().isEmpty()) {
        kind_->setRole(TextRole::Muted);
        kind_->setText(tr("An MLflow server, an mlflow.db file, an mlruns or TensorBoard folder"));
    } else if (kindTitle.isEmpty()) {
        kind_->setRole(TextRole::Warning);
        kind_->setText(tr("Not recognised yet: no such file or folder, and no http address"));
    } else {
        kind_->setRole(TextRole::Good);
        kind_->setText(kindTitle);
    }
}

// Only a server asks who one is.
void AddSourceDialog::showAccess()
{
    const bool server = isServer(address_->text().trimmed());
    const auto access = static_cast<SourceDraft::Access>(access_->currentData().toInt());
    const auto showRow = [this](QWidget* field, bool visible) {
        field->setVisible(visible);
        if (QWidget* label = form_->labelForField(field))
            label->setVisible(visible);
    };
    showRow(access_, server);
    showRow(user_, server && access == SourceDraft::Access::Basic);
    showRow(secret_, server && access != SourceDraft::Access::None);
    showRow(caFile_->parentWidget(), server);
    if (auto* label = qobject_cast<QLabel*>(form_->labelForField(secret_)))
        label->setText(access == SourceDraft::Access::Token ? tr("Token") : tr("Password"));
    adjustSize();
}

void AddSourceDialog::setBusy(bool busy)
{
    const bool something = !address_->text().trimmed().isEmpty();
    test_->setEnabled(something && !busy);
    add_->setEnabled(something && !busy);
}

void AddSourceDialog::test()
{
    setBusy(true);
    outcome_->setRole(TextRole::Muted);
    outcome_->setText(tr("Asking %1…").arg(address_->text().trimmed()));
    outcome_->show();
    editor_.test(draft());
}

void AddSourceDialog::showTested(bool ok, const QString& sentence)
{
    adding_ = false;
    setBusy(false);
    outcome_->setRole(ok ? TextRole::Good : TextRole::Bad);
    outcome_->setText(sentence);
    outcome_->show();
    adjustSize();
}

void AddSourceDialog::submit()
{
    adding_ = true;
    setBusy(true);
    editor_.add(draft());
}

} // namespace binnacle
