#include "app/binnacle/first_rows.h"

#include <QAbstractItemModel>
#include <QAbstractItemView>
#include <QEvent>
#include <QFile>

#include <ctime>
#include <unistd.h>

namespace binnacle {

FirstRows::FirstRows(QWidget* page, const QString& viewName, QObject* parent)
    : QObject(parent), view_(page->findChild<QAbstractItemView*>(viewName))
{
    if (view_)
        view_->viewport()->installEventFilter(this);
}

bool FirstRows::eventFilter(QObject* watched, QEvent* event)
{
    // The filter sees the event before the view paints: the next turn of the loop has the picture.
    if (event->type() == QEvent::Paint && !told_ && hasText()) {
        told_ = true;
        QMetaObject::invokeMethod(this, &FirstRows::painted, Qt::QueuedConnection);
    }
    return QObject::eventFilter(watched, event);
}

bool FirstRows::hasText() const
{
    const QAbstractItemModel* model = view_ ? view_->model() : nullptr;
    if (!model || model->rowCount() == 0)
        return false;
    for (int column = 0; column < qMin(8, model->columnCount()); ++column) {
        if (!model->index(0, column).data().toString().isEmpty())
            return true;
    }
    return false;
}

qint64 millisecondsSinceProcessStart()
{
    // proc(5): field 22 of /proc/self/stat is the start in clock ticks since boot; the name in
    // field 2 may hold blanks and ends with the last ')'.
    QFile stat(QStringLiteral("/proc/self/stat"));
    if (!stat.open(QIODevice::ReadOnly))
        return -1;
    const QByteArray line = stat.readAll();
    const QList<QByteArray> fields = line.mid(line.lastIndexOf(')') + 2).split(' ');
    if (fields.size() < 20)
        return -1;
    const qint64 ticks = fields[19].toLongLong();
    timespec now{};
    clock_gettime(CLOCK_BOOTTIME, &now);
    return now.tv_sec * 1000 + now.tv_nsec / 1'000'000 - ticks * 1000 / sysconf(_SC_CLK_TCK);
}

} // namespace binnacle
