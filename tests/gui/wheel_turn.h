#pragma once

#include <QApplication>
#include <QTest>
#include <QWheelEvent>
#include <QWidget>

namespace binnacle::test {

// Turns the wheel towards the person over the middle of a widget, as the window system does it:
// what a widget does not take goes to the one around it.
inline void turnWheelOver(QWidget* widget)
{
    const QPointF middle = widget->rect().center();
    QWheelEvent event(middle, widget->mapToGlobal(middle), {}, {0, -120}, Qt::NoButton,
                      Qt::NoModifier, Qt::NoScrollPhase, false);
    QSpontaneKeyEvent::setSpontaneous(&event);
    (void)qApp->notify(widget, &event);
}

} // namespace binnacle::test
