#pragma once

#include <QString>
#include <QWidget>

class QPushButton;

namespace binnacle {

class TextLabel;

// One sentence above a table with up to two things to do: the trash, an undo, a failure.
class NoticeBar : public QWidget
{
    Q_OBJECT
public:
    explicit NoticeBar(QWidget* parent = nullptr);
    void show(const QString& sentence, const QString& first = {}, const QString& second = {},
              bool secondIsDangerous = false);
    using QWidget::show;
    QString sentence() const;

signals:
    void firstTriggered();
    void secondTriggered();
    void dismissed();

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    TextLabel* sentence_;
    QPushButton *first_, *second_, *close_;
};

} // namespace binnacle
