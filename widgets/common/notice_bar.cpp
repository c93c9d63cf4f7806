#include "widgets/common/notice_bar.h"

#include "widgets/common/buttons.h"
#include "widgets/common/labels.h"
#include "widgets/common/theme.h"

#include <QBoxLayout>
#include <QPainter>

namespace binnacle {

NoticeBar::NoticeBar(QWidget* parent)
    : QWidget(parent)
    , sentence_(new TextLabel({}, TextRole::Normal, this))
    , first_(makeButton({}, {}, ButtonRole::Link, this))
    , second_(makeButton({}, {}, ButtonRole::Link, this))
    , close_(makeButton({}, QStringLiteral("x"), ButtonRole::Quiet, this))
{
    setObjectName(QStringLiteral("notice"));
    first_->setObjectName(QStringLiteral("noticeFirst"));
    second_->setObjectName(QStringLiteral("noticeSecond"));
    sentence_->setObjectName(QStringLiteral("noticeText"));
    close_->setToolTip(tr("Close"));
    close_->setAccessibleName(tr("Close"));
    sentence_->setWordWrap(true);
    auto* layout = new QHBoxLayout(this);
    layout->setContentsMargins(14, 2, 8, 2);
    layout->addWidget(sentence_, 1);
    layout->addWidget(first_);
    layout->addWidget(second_);
    layout->addWidget(close_);
    connect(first_, &QPushButton::clicked, this, &NoticeBar::firstTriggered);
    connect(second_, &QPushButton::clicked, this, &NoticeBar::secondTriggered);
    connect(close_, &QPushButton::clicked, this, [this] {
        hide();
        emit dismissed();
    });
    hide();
}

void NoticeBar::show(const QString& sentence, const QString& first, const QString& second,
                     bool secondIsDangerous)
{
    sentence_->setText(sentence);
    first_->setText(first);
    first_->setVisible(!first.isEmpty());
    second_->setText(second);
    second_->setVisible(!second.isEmpty());
    setButtonRole(second_, secondIsDangerous ? ButtonRole::Danger : ButtonRole::Link);
    show();
}

QString NoticeBar::sentence() const
{
    return sentence_->text();
}

void NoticeBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.accentBackground);
}

} // namespace binnacle
