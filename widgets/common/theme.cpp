#include "widgets/common/theme.h"

#include <array>

namespace binnacle {

namespace {

// Muted and faint text, and the words on soft backgrounds, are darker (lighter in the dark theme)
// than the first sketches: they carry meaning and hold 4.5 : 1 (WCAG AA). tests/gui/frame checks
// it.
Theme makeLight()
{
    Theme theme;
    theme.dark = false;
    theme.window = QColor(0xF5, 0xF6, 0xF8);
    theme.surface = QColor(0xFF, 0xFF, 0xFF);
    theme.raised = QColor(0xFF, 0xFF, 0xFF);
    theme.border = QColor(0xE2, 0xE5, 0xEA);
    theme.gridLine = QColor(0xED, 0xEF, 0xF3);
    theme.text = QColor(0x1A, 0x23, 0x30);
    theme.mutedText = QColor(0x5F, 0x6A, 0x7B);
    theme.faintText = QColor(0x66, 0x71, 0x82);
    theme.accent = QColor(0x2F, 0x6F, 0xED);
    theme.accentBackground = QColor(0xE8, 0xF0, 0xFE);
    theme.accentText = QColor(0x24, 0x63, 0xDF);
    theme.onAccent = QColor(0xFF, 0xFF, 0xFF);
    theme.good = QColor(0x18, 0x77, 0x46);
    theme.goodBackground = QColor(0xE3, 0xF4, 0xEA);
    theme.warning = QColor(0x9A, 0x62, 0x00);
    theme.warningBackground = QColor(0xFF, 0xF3, 0xD9);
    theme.bad = QColor(0xC0, 0x36, 0x2C);
    theme.badBackground = QColor(0xFD, 0xE8, 0xE6);
    return theme;
}

Theme makeDark()
{
    Theme theme;
    theme.dark = true;
    theme.window = QColor(0x13, 0x16, 0x1B);
    theme.surface = QColor(0x1A, 0x1E, 0x25);
    theme.raised = QColor(0x20, 0x25, 0x2D);
    theme.border = QColor(0x2A, 0x30, 0x3A);
    theme.gridLine = QColor(0x26, 0x2C, 0x35);
    theme.text = QColor(0xE4, 0xE8, 0xEE);
    theme.mutedText = QColor(0x98, 0xA3, 0xB3);
    theme.faintText = QColor(0x87, 0x93, 0xA4);
    theme.accent = QColor(0x6C, 0xA3, 0xFF);
    theme.accentBackground = QColor(0x22, 0x32, 0x4F);
    theme.accentText = QColor(0x6C, 0xA3, 0xFF);
    theme.onAccent = QColor(0x0E, 0x12, 0x18);
    theme.good = QColor(0x58, 0xC9, 0x8A);
    theme.goodBackground = QColor(0x17, 0x30, 0x1F);
    theme.warning = QColor(0xE4, 0xB2, 0x4A);
    theme.warningBackground = QColor(0x33, 0x28, 0x12);
    theme.bad = QColor(0xF0, 0x77, 0x6C);
    theme.badBackground = QColor(0x39, 0x1C, 0x1A);
    return theme;
}

} // namespace

const Theme& Theme::light()
{
    static const Theme theme = makeLight();
    return theme;
}

const Theme& Theme::darkTheme()
{
    static const Theme theme = makeDark();
    return theme;
}

QColor Theme::series(int index) const
{
    // After Okabe and Ito: "Color Universal Design", 2008; two more to make eight without black.
    static constexpr std::array<QRgb, seriesCount> onLight = {0xFF0072B2, 0xFFE69F00, 0xFF009E73,
                                                              0xFFCC79A7, 0xFFD55E00, 0xFF56B4E9,
                                                              0xFF8C6BB1, 0xFF7F8C3A};
    static constexpr std::array<QRgb, seriesCount> onDark = {0xFF4BA3E3, 0xFFF0B53A, 0xFF35C79A,
                                                             0xFFE6A3CC, 0xFFF28B55, 0xFF8ED1F7,
                                                             0xFFB79CE8, 0xFFB5BF5C};
    const int slot = ((index % seriesCount) + seriesCount) % seriesCount;
    return QColor::fromRgb((dark ? onDark : onLight)[static_cast<std::size_t>(slot)]);
}

QPalette Theme::palette() const
{
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor& colour) {
        palette.setColor(QPalette::All, role, colour);
    };
    set(QPalette::Window, window);
    set(QPalette::WindowText, text);
    set(QPalette::Base, surface);
    set(QPalette::AlternateBase, surface);
    set(QPalette::Text, text);
    set(QPalette::Button, raised);
    set(QPalette::ButtonText, text);
    set(QPalette::BrightText, bad);
    set(QPalette::ToolTipBase, raised);
    set(QPalette::ToolTipText, text);
    set(QPalette::PlaceholderText, faintText);
    set(QPalette::Highlight, accentBackground);
    set(QPalette::HighlightedText, text);
    set(QPalette::Link, accentText);
    set(QPalette::LinkVisited, accentText);
    set(QPalette::Light, dark ? border.lighter(120) : surface);
    set(QPalette::Midlight, gridLine);
    set(QPalette::Mid, border);
    set(QPalette::Dark, border.darker(dark ? 80 : 115));
    set(QPalette::Shadow, dark ? QColor(0, 0, 0) : QColor(0x98, 0xA2, 0xB0));
    QColor dimmed = faintText;
    dimmed.setAlpha(150);
    for (auto role :
         {QPalette::WindowText, QPalette::Text, QPalette::ButtonText, QPalette::HighlightedText})
        palette.setColor(QPalette::Disabled, role, dimmed);
    return palette;
}

} // namespace binnacle
