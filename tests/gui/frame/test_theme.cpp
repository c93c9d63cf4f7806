#include "widgets/common/icons.h"
#include "widgets/common/theme.h"

#include <QApplication>
#include <QFile>
#include <QImage>
#include <QPainter>
#include <QTest>

#include <cmath>

using namespace binnacle;

namespace {

// Relative luminance and contrast after WCAG 2.1.
double luminance(const QColor& colour)
{
    const auto linear = [](double c) {
        return c <= 0.03928 ? c / 12.92 : std::pow((c + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * linear(colour.redF()) + 0.7152 * linear(colour.greenF()) +
           0.0722 * linear(colour.blueF());
}

double contrast(const QColor& a, const QColor& b)
{
    const double one = luminance(a), other = luminance(b);
    return (std::max(one, other) + 0.05) / (std::min(one, other) + 0.05);
}

} // namespace

class TestTheme : public QObject
{
    Q_OBJECT
private slots:
    void wordsAreReadable_data()
    {
        QTest::addColumn<QColor>("text");
        QTest::addColumn<QColor>("background");
        const std::pair<const char*, const Theme*> themes[] = {{"light", &Theme::light()},
                                                               {"dark", &Theme::darkTheme()}};
        for (const auto& [name, theme] : themes) {
            const auto row = [name = name](const char* what, const QColor& a, const QColor& b) {
                QTest::addRow("%s: %s", name, what) << a << b;
            };
            row("text on surface", theme->text, theme->surface);
            row("text on selection", theme->text, theme->accentBackground);
            row("muted on surface", theme->mutedText, theme->surface);
            row("muted on window", theme->mutedText, theme->window);
            row("muted on raised", theme->mutedText, theme->raised);
            row("muted on selection", theme->mutedText, theme->accentBackground);
            row("faint on surface", theme->faintText, theme->surface);
            row("faint on window", theme->faintText, theme->window);
            row("faint on raised", theme->faintText, theme->raised);
            row("accent text on selection", theme->accentText, theme->accentBackground);
            row("accent text on surface", theme->accentText, theme->surface);
            row("words on accent", theme->onAccent, theme->accent);
            row("good pill", theme->good, theme->goodBackground);
            row("warning pill", theme->warning, theme->warningBackground);
            row("bad pill", theme->bad, theme->badBackground);
            row("neutral pill", theme->mutedText, theme->gridLine);
            row("good on selection", theme->good, theme->surface);
        }
    }
    void wordsAreReadable()
    {
        QFETCH(QColor, text);
        QFETCH(QColor, background);
        QVERIFY2(contrast(text, background) >= 4.5,
                 qPrintable(QStringLiteral("%1 : 1").arg(contrast(text, background))));
    }

    void seriesColoursRepeatAfterEight()
    {
        const Theme& theme = Theme::light();
        QCOMPARE(theme.series(8), theme.series(0));
        for (int a = 0; a < Theme::seriesCount; ++a)
            for (int b = 0; b < a; ++b)
                QVERIFY(theme.series(a) != theme.series(b));
    }

    void switchingChangesPaletteAndIcons()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        const QIcon search = icon(QStringLiteral("search"));
        const QImage onLight = search.pixmap(16, 16).toImage();
        QCOMPARE(qApp->palette().color(QPalette::Window), Theme::light().window);
        applyTheme(*qApp, ThemeChoice::Dark);
        QCOMPARE(qApp->palette().color(QPalette::Window), Theme::darkTheme().window);
        QVERIFY(Theme::current().dark);
        QVERIFY(search.pixmap(16, 16).toImage() != onLight);
    }

    void systemChoiceFollowsTheDesktop()
    {
        applyTheme(*qApp, ThemeChoice::System);
        setSystemPrefersDark(*qApp, true);
        QVERIFY(Theme::current().dark);
        setSystemPrefersDark(*qApp, false);
        QVERIFY(!Theme::current().dark);
        applyTheme(*qApp, ThemeChoice::Light);
        setSystemPrefersDark(*qApp, true);
        QVERIFY(!Theme::current().dark);
    }

    void everyListedIconIsBuiltInAndPaints()
    {
        QFile list(qEnvironmentVariable("BINNACLE_SOURCE_DIR") +
                   QStringLiteral("/widgets/common/icons.txt"));
        QVERIFY(list.open(QIODevice::ReadOnly));
        for (const QByteArray& name : list.readAll().split('\n')) {
            if (name.isEmpty())
                continue;
            const QIcon drawn = icon(QString::fromLatin1(name));
            QVERIFY2(!drawn.isNull(), name.constData());
            const QImage image = drawn.pixmap(24, 24).toImage();
            bool anything = false;
            for (int y = 0; y < image.height() && !anything; ++y)
                for (int x = 0; x < image.width() && !anything; ++x)
                    anything = qAlpha(image.pixel(x, y)) > 0;
            QVERIFY2(anything, name.constData());
        }
    }
};

QTEST_MAIN(TestTheme)
#include "test_theme.moc"
