#pragma once

#include <QWidget>

class QLineEdit;
class QPushButton;

namespace binnacle {

class ElidedLabel;

// The name of a run, and a field in its place while it is renamed. Escape and leaving the field
// change nothing.
class NameField : public QWidget
{
    Q_OBJECT
public:
    struct ObjectNames
    {
        const char *label, *edit, *button;
    };
    explicit NameField(const ObjectNames& names, QWidget* parent = nullptr);
    void setName(const QString& name);
    void setEditable(bool editable); // whether the source takes another name
    void startRename();
    void stopRename();

signals:
    void renamed(const QString& name); // another one than now

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    ElidedLabel* label_;
    QLineEdit* edit_;
    QPushButton* button_;
};

} // namespace binnacle
