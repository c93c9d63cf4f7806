#pragma once

#include <QWidget>

class QLabel;
class QPushButton;
class QTimer;

namespace binnacle {

class TextLabel;

// What a page shows in place of rows: one sentence, and the one thing to do next.
class EmptyState : public QWidget
{
    Q_OBJECT
public:
    enum class Kind { Empty, Loading, Failed, Offline };

    explicit EmptyState(QWidget* parent = nullptr);

    // `action` empty: no button. `iconName` empty: the icon of the kind.
    void show(Kind kind, const QString& sentence, const QString& action = {},
              const QString& iconName = {});
    using QWidget::show;
    Kind kind() const { return kind_; }
    QString sentence() const;

signals:
    void actionTriggered();

protected:
    void changeEvent(QEvent* event) override;
    void showEvent(QShowEvent* event) override;
    void hideEvent(QHideEvent* event) override;

private:
    void tint();
    Kind kind_ = Kind::Empty;
    QString iconName_;
    QLabel* picture_;
    TextLabel* sentence_;
    QPushButton* action_;
    QTimer* turning_; // the loading icon
    int angle_ = 0;
};

} // namespace binnacle
