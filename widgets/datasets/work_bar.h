#pragma once

#include <QWidget>

class QProgressBar;
class QPushButton;

namespace binnacle {

class TextLabel;

// One line for work in the background: what is done, how far it is, a button that stops it.
class WorkBar : public QWidget
{
    Q_OBJECT
public:
    // `name`: the object name's stem, "datasetReading" + Text, Share, Stop.
    explicit WorkBar(const QString& name, QWidget* parent = nullptr);
    // A share below zero: not known. `action`: what the button says.
    void show(const QString& sentence, double share, const QString& action);
    using QWidget::show;

signals:
    void triggered();

private:
    TextLabel* sentence_;
    QProgressBar* share_;
    QPushButton* action_;
};

} // namespace binnacle
