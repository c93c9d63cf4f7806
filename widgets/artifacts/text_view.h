#pragma once

#include <QPlainTextEdit>

namespace binnacle {

// Text in a fixed font with line numbers, to be read.
class TextView : public QPlainTextEdit
{
    Q_OBJECT
public:
    explicit TextView(QWidget* parent = nullptr);
    // Other numbers than 1, 2, 3, …: one for each line, 0: none.
    void setLineNumbers(std::vector<int> numbers);
    int gutterWidth() const;
    void paintGutter(QPaintEvent* event);

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void fitGutter();
    QWidget* gutter_;
    std::vector<int> numbers_;
};

} // namespace binnacle
