#pragma once

#include <QString>
#include <QWidget>

class QGridLayout;
class QLabel;

namespace binnacle {

// Names and values in two columns; values can be selected, those that are long are cut.
class FactGrid : public QWidget
{
    Q_OBJECT
public:
    explicit FactGrid(QWidget* parent = nullptr);
    void head(const QString& text); // of the rows below
    // An empty value adds no row and gives nullptr. `code`: an id, path or address.
    QLabel* add(const QString& name, const QString& value, bool code = false);
    // The same with a button that copies the value. `objectName`: of the button.
    QLabel* addCopied(const QString& name, const QString& value, const char* objectName);
    // A value that leads somewhere; `activated` tells its name.
    void addLink(const QString& name, const QString& value, const char* objectName);
    int rows() const { return row_; }

signals:
    void activated(const QString& objectName);

private:
    QGridLayout* grid_;
    int row_ = 0;
};

} // namespace binnacle
