#pragma once

#include <QAbstractButton>
#include <QFrame>
#include <QList>

class QVBoxLayout;

namespace binnacle {

// One entry of the left rail: an icon, a word, and a count in red where a person must act.
class RailButton : public QAbstractButton
{
    Q_OBJECT
public:
    RailButton(const QString& text, const QString& iconName, QWidget* parent = nullptr);
    void setCollapsed(bool collapsed);
    void setAlertCount(int count);
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString iconName_;
    bool collapsed_ = false;
    int alerts_ = 0;
};

// The left rail: the pages in the order of work, settings at the bottom.
class Rail : public QFrame
{
    Q_OBJECT
public:
    explicit Rail(QWidget* parent = nullptr);

    // Returns the page's index. `shortcutText` goes into the tooltip.
    int addPage(const QString& text, const QString& iconName, const QString& objectName,
                const QString& shortcutText);
    int addBottomPage(const QString& text, const QString& iconName, const QString& objectName,
                      const QString& shortcutText);
    void setCurrent(int index);
    void setCollapsed(bool collapsed);
    bool isCollapsed() const { return collapsed_; }
    RailButton* button(int index) const { return buttons_.at(index); }

signals:
    void pageChosen(int index);
    void collapsedChanged(bool collapsed);

protected:
    void paintEvent(QPaintEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;

private:
    int add(QVBoxLayout* into, const QString& text, const QString& iconName,
            const QString& objectName, const QString& shortcutText);
    QVBoxLayout* pages_;
    QVBoxLayout* bottom_;
    RailButton* head_; // the name of the program; collapses and expands
    QList<RailButton*> buttons_;
    bool collapsed_ = false;
};

} // namespace binnacle
