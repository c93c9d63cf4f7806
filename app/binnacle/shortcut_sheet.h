#pragma once

#include <QDialog>
#include <QList>
#include <QPair>
#include <QString>

namespace binnacle {

// F1: every shortcut of the window, in two columns.
class ShortcutSheet : public QDialog
{
    Q_OBJECT
public:
    using Entries = QList<QPair<QString, QString>>; // what it does, keys
    explicit ShortcutSheet(const Entries& entries, QWidget* parent = nullptr);
};

} // namespace binnacle
