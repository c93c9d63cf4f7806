#pragma once

#include <QObject>
#include <QPointer>

class QAbstractItemView;

namespace binnacle {

// Tells when a page has painted the first row of its table with text in it.
class FirstRows : public QObject
{
    Q_OBJECT
public:
    // Looks for the view named `viewName` in `page`.
    FirstRows(QWidget* page, const QString& viewName, QObject* parent = nullptr);

signals:
    void painted();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    bool hasText() const;
    QPointer<QAbstractItemView> view_;
    bool told_ = false;
};

// Milliseconds since this process was started by its parent (clock ticks of the kernel: ± 10 ms).
qint64 millisecondsSinceProcessStart();

} // namespace binnacle
