// How the tokens become the look of every widget: fonts, Fusion, palette and a short style sheet.
#include "widgets/common/theme.h"

#include <QApplication>
#include <QFontDatabase>
#include <QFontInfo>
#include <QStyle>
#include <QStyleFactory>

#include <optional>

namespace binnacle {

namespace {

struct Shown
{
    ThemeChoice choice = ThemeChoice::System;
    std::optional<bool> systemDark;
    bool dark = false;
    bool applied = false;
};

Shown& shown()
{
    static Shown state;
    return state;
}

QString hex(const QColor& colour)
{
    return colour.name(QColor::HexRgb);
}

// A desktop that says nothing about fonts leaves Qt with a generic one; then the fonts that the
// look was made for are taken where they are installed.
QFont uiFont(const QFont& system)
{
    static const QStringList generic = {QStringLiteral("Sans Serif"), QStringLiteral("Sans"),
                                        QStringLiteral("sans-serif"), QStringLiteral("Sans-Serif"),
                                        QString()};
    const bool saidNothing = generic.contains(system.family(), Qt::CaseInsensitive) ||
                             qApp->platformName() == QStringLiteral("offscreen");
    if (!saidNothing)
        return system;
    QFont font = system;
    font.setFamilies({QStringLiteral("Inter"), QStringLiteral("Noto Sans CJK KR"),
                      QStringLiteral("Noto Sans"), QStringLiteral("Sans Serif")});
    font.setPixelSize(13);
    return font;
}

QString styleSheet(const Theme& theme)
{
    const QString hover = theme.dark ? theme.border.lighter(115).name() : theme.window.name();
    QString sheet = QStringLiteral(R"(
QToolTip { background: @raised; color: @text; border: 1px solid @border; padding: 4px 6px; }
QPushButton { background: @raised; color: @text; border: 1px solid @border; border-radius: 6px;
  padding: 5px 11px; min-height: 18px; }
QPushButton:hover { background: @hover; }
QPushButton:pressed, QPushButton:checked { background: @accentBackground; }
QPushButton:focus { border-color: @accent; }
QPushButton:disabled { color: @faint; background: @window; }
QPushButton[role="primary"] { background: @accent; color: @onAccent; border-color: @accent; }
QPushButton[role="primary"]:hover { background: @accentHover; border-color: @accentHover; }
QPushButton[role="primary"]:focus { border-color: @text; }
QPushButton[role="primary"]:disabled { background: @accentBackground; border-color: @accentBackground;
  color: @muted; }
QPushButton[role="danger"] { color: @bad; }
QPushButton[role="quiet"] { background: transparent; border-color: transparent; color: @muted; }
QPushButton[role="quiet"]:hover { background: @hover; color: @text; }
QPushButton[role="quiet"]:focus { border-color: @accent; }
QPushButton[role="link"] { background: transparent; border-color: transparent; color: @accentText;
  padding: 5px 4px; }
QPushButton[role="link"]:focus { border-color: @accent; }
QLineEdit, QPlainTextEdit, QTextEdit, QSpinBox, QDoubleSpinBox { background: @surface; color: @text;
  border: 1px solid @border; border-radius: 6px; padding: 4px 8px;
  selection-background-color: @accent; selection-color: @onAccent; }
QLineEdit { min-height: 20px; }
QLineEdit:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: @accent; }
QLineEdit[quiet="true"] { background: @window; }
QLineEdit[invalid="true"] { border-color: @bad; }
QComboBox { background: @raised; color: @text; border: 1px solid @border; border-radius: 6px;
  padding: 5px 10px; min-height: 18px; }
QComboBox:focus { border-color: @accent; }
QComboBox::drop-down { border: none; width: 20px; }
QComboBox::down-arrow { image: url(:/binnacle/chevron-down-@name.svg); width: 14px; height: 14px; }
QComboBox QAbstractItemView { background: @raised; border: 1px solid @border; outline: none;
  selection-background-color: @accentBackground; selection-color: @text; }
QPushButton::menu-indicator { image: url(:/binnacle/chevron-down-@name.svg); width: 12px;
  height: 12px; subcontrol-origin: padding; subcontrol-position: right center; right: 8px; }
QCheckBox { spacing: 8px; }
QCheckBox::indicator { width: 14px; height: 14px; border: 1px solid @scroll; border-radius: 4px;
  background: @surface; }
QCheckBox::indicator:checked { background: @accent; border-color: @accent;
  image: url(:/binnacle/check-@name.svg); }
QCheckBox::indicator:focus { border-color: @accent; }
QSlider::groove:horizontal { height: 4px; border-radius: 2px; background: @border; }
QSlider::sub-page:horizontal { height: 4px; border-radius: 2px; background: @accent; }
QSlider::handle:horizontal { width: 12px; height: 12px; margin: -5px 0; border-radius: 7px;
  background: @raised; border: 1px solid @accent; }
QSlider::handle:horizontal:focus { background: @accent; }
QMenu { background: @raised; border: 1px solid @border; padding: 4px; }
QMenu::item { padding: 5px 24px 5px 12px; border-radius: 4px; }
QMenu::item:selected { background: @accentBackground; color: @text; }
QMenu::item:disabled { color: @faint; }
QMenu::separator { height: 1px; background: @border; margin: 4px 8px; }
QMenu::icon { padding-left: 8px; }
QAbstractItemView { background: @surface; border: none; outline: none; gridline-color: @gridLine;
  selection-background-color: @accentBackground; selection-color: @text; }
QHeaderView { background: @surface; border: none; }
QHeaderView::section { background: @surface; color: @muted; border: none;
  border-bottom: 1px solid @border; padding: 4px 8px; }
QTableCornerButton::section { background: @surface; border: none; }
QSplitter::handle { background: @border; }
QSplitter::handle:horizontal { width: 1px; }
QSplitter::handle:vertical { height: 1px; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 0; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 0; }
QScrollBar::handle { background: @scroll; border-radius: 3px; margin: 2px; }
QScrollBar::handle:vertical { min-height: 28px; }
QScrollBar::handle:horizontal { min-width: 28px; }
QScrollBar::handle:hover { background: @faint; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }
QAbstractScrollArea::corner { background: transparent; }
QProgressBar { background: @border; border: none; border-radius: 2px; max-height: 4px;
  min-height: 4px; }
QProgressBar::chunk { background: @accent; border-radius: 2px; }
QTabBar::tab { background: transparent; color: @muted; padding: 6px 10px; border: none;
  border-bottom: 2px solid transparent; }
QTabBar::tab:selected { color: @text; border-bottom-color: @accent; }
QTabBar::tab:focus { color: @accentText; }
QTabWidget::pane { border: none; border-top: 1px solid @border; }
QDialog { background: @surface; }
QFrame[card="true"] { background: @surface; border: 1px solid @border; border-radius: 8px; }
)");
    const std::pair<const char16_t*, QString> words[] = {
        {u"@accentBackground", hex(theme.accentBackground)},
        {u"@accentHover", hex(theme.dark ? theme.accent.lighter(108) : theme.accent.darker(108))},
        {u"@accentText", hex(theme.accentText)},
        {u"@accent", hex(theme.accent)},
        {u"@onAccent", hex(theme.onAccent)},
        {u"@raised", hex(theme.raised)},
        {u"@surface", hex(theme.surface)},
        {u"@window", hex(theme.window)},
        {u"@border", hex(theme.border)},
        {u"@gridLine", hex(theme.gridLine)},
        {u"@text", hex(theme.text)},
        {u"@muted", hex(theme.mutedText)},
        {u"@faint", hex(theme.faintText)},
        {u"@bad", hex(theme.bad)},
        {u"@hover", hover},
        {u"@scroll", hex(theme.dark ? QColor(0x3A, 0x42, 0x4F) : QColor(0xC9, 0xCF, 0xD8))},
        {u"@name", theme.dark ? QStringLiteral("dark") : QStringLiteral("light")},
    };
    for (const auto& [word, value] : words)
        sheet.replace(QString::fromUtf16(word), value);
    return sheet;
}

bool wantsDark(const Shown& state)
{
    if (state.choice == ThemeChoice::System)
        return state.systemDark.value_or(false);
    return state.choice == ThemeChoice::Dark;
}

} // namespace

const Theme& Theme::current()
{
    return shown().dark ? darkTheme() : light();
}

void applyTheme(QApplication& application, ThemeChoice choice)
{
    Shown& state = shown();
    state.choice = choice;
    if (!state.systemDark)
        state.systemDark = application.palette().color(QPalette::WindowText).lightness() >
                           application.palette().color(QPalette::Window).lightness();
    const bool first = !state.applied;
    const bool dark = wantsDark(state);
    if (!first && dark == state.dark)
        return;
    state.dark = dark;
    state.applied = true;
    if (first) {
        application.setFont(uiFont(application.font()));
        application.setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    }
    application.setPalette(Theme::current().palette());
    application.setStyleSheet(styleSheet(Theme::current()));
}

void setSystemPrefersDark(QApplication& application, bool dark)
{
    Shown& state = shown();
    state.systemDark = dark;
    if (state.applied)
        applyTheme(application, state.choice);
}

QFont titleFont()
{
    QFont font = QApplication::font();
    font.setPixelSize(15);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont sectionFont()
{
    QFont font = QApplication::font();
    font.setPixelSize(11);
    font.setWeight(QFont::DemiBold);
    return font;
}

QFont monospaceFont()
{
    QFont font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    const QFontInfo info(QApplication::font());
    font.setPixelSize(qMax(11, info.pixelSize() - 1));
    return font;
}

QFont tabularFont()
{
    return QApplication::font();
}

} // namespace binnacle
