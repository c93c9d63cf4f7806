#pragma once

#include <QFrame>
#include <QLabel>

namespace binnacle {

enum class TextRole { Normal, Muted, Faint, Bad, Warning, Good };

// A label whose colour follows the theme.
class TextLabel : public QLabel
{
    Q_OBJECT
public:
    explicit TextLabel(const QString& text = {}, TextRole role = TextRole::Normal,
                       QWidget* parent = nullptr);
    void setRole(TextRole role);

protected:
    void changeEvent(QEvent* event) override;

private:
    void tint();
    TextRole role_;
};

// The head of a section of a pane: 11 px semi-bold, muted.
class SectionLabel : public TextLabel
{
    Q_OBJECT
public:
    explicit SectionLabel(const QString& text, QWidget* parent = nullptr);
};

// One line that is cut with an ellipsis where there is no room; then the tooltip has all of it.
class ElidedLabel : public TextLabel
{
    Q_OBJECT
public:
    explicit ElidedLabel(const QString& text = {}, TextRole role = TextRole::Normal,
                         QWidget* parent = nullptr);
    void setElideMode(Qt::TextElideMode mode);
    void setFullText(const QString& text);
    QString fullText() const { return full_; }
    QSize sizeHint() const override;
    QSize minimumSizeHint() const override;

protected:
    void resizeEvent(QResizeEvent* event) override;

private:
    void cut();
    QString full_;
    Qt::TextElideMode mode_ = Qt::ElideRight;
};

// A surface with a border and round corners.
class Card : public QFrame
{
    Q_OBJECT
public:
    explicit Card(QWidget* parent = nullptr);
};

// A line of 1 px between two parts of a page.
class Line : public QWidget
{
    Q_OBJECT
public:
    explicit Line(Qt::Orientation orientation, QWidget* parent = nullptr);

protected:
    void paintEvent(QPaintEvent* event) override;
};

} // namespace binnacle
