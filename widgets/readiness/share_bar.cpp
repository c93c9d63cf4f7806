#include "widgets/readiness/share_bar.h"

#include "widgets/common/row_painting.h"

#include <QPainter>

namespace binnacle {

void ShareBar::setShare(double share)
{
    share_ = share;
    setAccessibleName(tr("%1 % ready").arg(qRound(share * 100)));
    update();
}

void ShareBar::paintEvent(QPaintEvent*)
{
    QPainter painter(this);
    paintShare(&painter, rect(), share_);
}

} // namespace binnacle
