#pragma once

#include <QLineEdit>

namespace binnacle {

// A text field with a magnifier, a button that clears, and at its right an optional key hint
// ("Ctrl K") while it is empty. Escape clears it first.
class SearchField : public QLineEdit
{
    Q_OBJECT
public:
    explicit SearchField(const QString& placeholder, QWidget* parent = nullptr);
    void setKeyHint(const QString& hint);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    QString hint_;
};

} // namespace binnacle
