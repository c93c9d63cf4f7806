#include "app/binnacle/header_bar.h"

#include "widgets/common/labels.h"
#include "widgets/common/page.h"
#include "widgets/common/search_field.h"
#include "widgets/common/theme.h"

#include <QHBoxLayout>
#include <QPainter>

namespace binnacle {

HeaderBar::HeaderBar(QWidget* parent)
    : QWidget(parent)
    , title_(new TextLabel({}, TextRole::Normal, this))
    , context_(new ElidedLabel({}, TextRole::Muted, this))
    , search_(new SearchField(tr("Search or run a command"), this))
    , actions_(new QHBoxLayout)
{
    setObjectName(QStringLiteral("header"));
    setFixedHeight(52);
    title_->setFont(titleFont());
    title_->setObjectName(QStringLiteral("pageTitle"));
    context_->setObjectName(QStringLiteral("pageContext"));
    search_->setObjectName(QStringLiteral("commandField"));
    search_->setKeyHint(tr("Ctrl K"));
    search_->setMinimumWidth(180);
    search_->setMaximumWidth(360);

    auto* row = new QHBoxLayout(this);
    row->setContentsMargins(spacing::l, 0, spacing::l, 1);
    row->setSpacing(spacing::m);
    row->addWidget(title_);
    row->addWidget(context_, 2);
    row->addWidget(search_, 3);
    actions_->setSpacing(spacing::m);
    row->addLayout(actions_);
}

void HeaderBar::showPage(Page* page)
{
    if (page_)
        page_->disconnect(this);
    takeActions();
    page_ = page;
    if (page_)
        connect(page_, &Page::headerChanged, this, &HeaderBar::refresh);
    refresh();
}

void HeaderBar::showTitle(const QString& title, const QString& context)
{
    showPage(nullptr);
    title_->setText(title);
    context_->setFullText(context);
}

void HeaderBar::refresh()
{
    takeActions();
    if (page_) {
        for (QWidget* widget : page_->headerActions()) {
            actions_->addWidget(widget);
            widget->show();
            shown_.append(widget);
        }
    }
    title_->setText(page_ ? page_->title() : QString());
    context_->setFullText(page_ ? page_->contextLine() : QString());
}

// The actions belong to the page: it gets them back before another is shown.
void HeaderBar::takeActions()
{
    for (const QPointer<QWidget>& widget : std::as_const(shown_)) {
        if (!widget)
            continue;
        actions_->removeWidget(widget);
        widget->hide();
        widget->setParent(page_);
    }
    shown_.clear();
}

void HeaderBar::paintEvent(QPaintEvent*)
{
    const Theme& theme = Theme::current();
    QPainter painter(this);
    painter.fillRect(rect(), theme.surface);
    painter.fillRect(QRect(0, height() - 1, width(), 1), theme.border);
}

} // namespace binnacle
