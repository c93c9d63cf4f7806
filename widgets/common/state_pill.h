#pragma once

#include "services/domain/run.h"

#include <QRect>
#include <QString>
#include <QWidget>

class QPainter;

namespace binnacle {

// State as a word in a soft pill; the tone never speaks alone.
enum class Tone { Neutral, Accent, Good, Warning, Bad };

struct PillColours
{
    QColor text, background;
};
PillColours pillColours(Tone tone);

QString statusText(RunStatus status); // "Finished", …
Tone statusTone(RunStatus status);

// For delegates: the pill at the left of `cell`, centred in its height; cut with an ellipsis where
// the cell is narrow. Uses `font` one pixel smaller.
void paintPill(QPainter* painter, const QRect& cell, const QString& text, Tone tone,
               const QFont& font);
QSize pillSize(const QString& text, const QFont& font);

// The same as a widget.
class Pill : public QWidget
{
    Q_OBJECT
public:
    explicit Pill(QWidget* parent = nullptr);
    void setState(const QString& text, Tone tone);
    QString text() const { return text_; }
    QSize sizeHint() const override;

protected:
    void paintEvent(QPaintEvent* event) override;

private:
    QString text_;
    Tone tone_ = Tone::Neutral;
};

} // namespace binnacle
