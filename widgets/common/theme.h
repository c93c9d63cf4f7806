#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>
#include <QString>

class QApplication;
class QWidget;

namespace binnacle {

// The design tokens: every colour, space and radius of the window comes from here.
struct Theme
{
    bool dark = false;
    QColor window, surface, raised, border, gridLine;
    QColor text, mutedText, faintText;
    QColor accent, accentBackground, onAccent;
    QColor accentText; // words in the accent, readable on accentBackground as well
    QColor good, goodBackground, warning, warningBackground, bad, badBackground;

    // Colours told apart by colour-blind readers; repeats after eight (then tell by dash).
    QColor series(int index) const;
    static constexpr int seriesCount = 8;

    static const Theme& light();
    static const Theme& darkTheme();
    // The theme that the application shows now.
    static const Theme& current();

    QPalette palette() const;
};

enum class ThemeChoice { System, Light, Dark };

// Sets Fusion with the theme's palette and the few style sheet rules; widgets repaint (they get
// QEvent::PaletteChange). System follows what setSystemPrefersDark last told, or at first the
// palette that the platform came with.
void applyTheme(QApplication& application, ThemeChoice choice);
void setSystemPrefersDark(QApplication& application, bool dark);

QFont titleFont();     // 15 px semi-bold
QFont sectionFont();   // 11 px semi-bold
QFont monospaceFont(); // filters, ids, code
QFont tabularFont();   // for columns of figures; draw them with tabular_text.h

namespace spacing {
inline constexpr int xs = 4, s = 8, m = 12, l = 16, xl = 24;
inline constexpr int rowHeight = 28, controlRadius = 6, cardRadius = 8, dialogRadius = 10;
} // namespace spacing

} // namespace binnacle
