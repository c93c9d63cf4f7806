#include "widgets/datasets/work_bar.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QProgressBar>

#include <algorithm>

namespace binnacle {

WorkBar::WorkBar(const QString& name, QWidget* parent)
    : QWidget(parent)
    , sentence_(new TextLabel({}, TextRole::Muted, this))
    , share_(new QProgressBar(this))
    , action_(makeButton({}, {}, ButtonRole::Quiet, this))
{
    setObjectName(name);
    sentence_->setObjectName(name + QStringLiteral("Text"));
    share_->setObjectName(name + QStringLiteral("Share"));
    share_->setAccessibleName(tr("Progress"));
    action_->setObjectName(name + QStringLiteral("Stop"));
    share_->setTextVisible(false);
    share_->setFixedHeight(4);
    share_->setMinimumWidth(40);
    share_->setMaximumWidth(120);
    sentence_->setTextFormat(Qt::PlainText);
    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(14, 2, spacing::m, 2);
    row->setSpacing(spacing::m);
    row->addWidget(sentence_);
    row->addWidget(share_, 1);
    row->addWidget(action_);
    row->addStretch(0);
    connect(action_, &QPushButton::clicked, this, &WorkBar::triggered);
    hide();
}

void WorkBar::show(const QString& sentence, double share, const QString& action)
{
    sentence_->setText(sentence);
    share_->setVisible(share >= 0);
    share_->setRange(0, 1000);
    share_->setValue(static_cast<int>(std::clamp(share, 0.0, 1.0) * 1000));
    action_->setText(action);
    action_->setVisible(!action.isEmpty());
    setVisible(!sentence.isEmpty());
}

} // namespace binnacle
