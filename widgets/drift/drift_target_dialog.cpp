#include "widgets/drift/drift_target_dialog.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QComboBox>
#include <QFormLayout>
#include <QPushButton>

namespace binnacle {

namespace {

QString modelText(const DriftTarget& target)
{
    return QStringLiteral("%1 · %2").arg(QString::fromStdString(target.name),
                                         QString::fromStdString(target.source));
}

QString versionText(const DriftTarget& target)
{
    auto text = QStringLiteral("v%1").arg(QString::fromStdString(target.version));
    for (const auto& alias : target.aliases)
        text += QStringLiteral(" @%1").arg(QString::fromStdString(alias));
    return text;
}

} // namespace

DriftTargetDialog::DriftTargetDialog(const QString& title, const QString& action,
                                     const QString& sentence, QWidget* parent)
    : QDialog(parent)
    , model_(new QComboBox(this))
    , version_(new QComboBox(this))
    , sentence_(new TextLabel(sentence, TextRole::Muted, this))
    , accept_(makeButton(action, {}, ButtonRole::Primary, this))
{
    setObjectName(QStringLiteral("driftTargetDialog"));
    setWindowTitle(title);
    setModal(true);
    model_->setObjectName(QStringLiteral("driftTargetModel"));
    model_->setAccessibleName(tr("Model"));
    version_->setObjectName(QStringLiteral("driftTargetVersion"));
    version_->setAccessibleName(tr("Version"));
    accept_->setObjectName(QStringLiteral("driftTargetAccept"));
    accept_->setEnabled(false);
    accept_->setDefault(true);
    sentence_->setWordWrap(true);
    sentence_->setObjectName(QStringLiteral("driftTargetSentence"));
    auto* cancel = makeButton(tr("Cancel"), {}, ButtonRole::Secondary, this);
    auto* form = new QFormLayout;
    form->addRow(tr("Model"), model_);
    form->addRow(tr("Version"), version_);
    auto* buttons = new QHBoxLayout;
    buttons->addStretch(1);
    buttons->addWidget(cancel);
    buttons->addWidget(accept_);
    auto* rows = new QVBoxLayout(this);
    rows->setContentsMargins(spacing::l, spacing::l, spacing::l, spacing::l);
    rows->setSpacing(spacing::m);
    rows->addWidget(sentence_);
    rows->addLayout(form);
    rows->addLayout(buttons);
    setMinimumWidth(420);
    connect(cancel, &QPushButton::clicked, this, &QDialog::reject);
    connect(model_, &QComboBox::currentIndexChanged, this, &DriftTargetDialog::fillVersions);
    connect(accept_, &QPushButton::clicked, this, [this] {
        const int place = version_->currentData().toInt();
        const auto target = targets_[static_cast<std::size_t>(place)];
        accept();
        emit chosen(target);
    });
}

void DriftTargetDialog::setTargets(const Result<std::vector<DriftTarget>>& targets)
{
    if (!targets || targets->empty()) {
        sentence_->setRole(targets ? TextRole::Warning : TextRole::Bad);
        sentence_->setText(targets ? tr("There is no registered model in the workspace.")
                                   : targets.error().message);
        return;
    }
    targets_ = *targets;
    for (const auto& target : targets_)
        if (model_->findText(modelText(target)) < 0)
            model_->addItem(modelText(target));
    fillVersions();
    accept_->setEnabled(true);
    model_->setFocus();
}

void DriftTargetDialog::fillVersions()
{
    version_->clear();
    for (std::size_t i = 0; i < targets_.size(); ++i)
        if (modelText(targets_[i]) == model_->currentText())
            version_->addItem(versionText(targets_[i]), static_cast<int>(i));
}

} // namespace binnacle
