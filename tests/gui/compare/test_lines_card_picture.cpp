#include "tests/gui/compare/lines_card_fixture.h"

#include <QBuffer>
#include <QSvgGenerator>

#include <cmath>
#include <random>

using namespace binnacle;
using namespace binnacle::fixture;

// What is on the picture of the lines card, and in its exports.
class TestLinesCardPicture : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase() { applyTheme(*qApp, ThemeChoice::Light); }
    void init() { bench_ = std::make_unique<LinesBench>(); }
    void cleanup() { bench_.reset(); }
    void smoothingKeepsTheLinePaler();
    void outliersAreCutAndMarked();
    void manyRunsArePaintedOnThePool();
    void everySpikeOfAHundredSeriesIsOnThePicture();
    void exportHasAFoldedLegend();
    void looks_data();
    void looks();

private:
    std::unique_ptr<LinesBench> bench_;
};

void TestLinesCardPicture::smoothingKeepsTheLinePaler()
{
    Points points;
    for (int i = 0; i < 200; ++i)
        points.push_back({i, firstTime, i % 2 == 0 ? 0.0 : 1.0});
    bench_->addLine("a", points);
    bench_->showLines({{QStringLiteral("smoothing"), 0.95}});
    QVERIFY(bench_->ready());
    QTRY_VERIFY(!bench_->series().line(0)->average.empty());
    const QImage picture = bench_->chart().grab().toImage();
    const QColor colour = Theme::current().series(0);
    const auto nearest = [&](double x, double y) {
        int least = 1000;
        const QPoint middle = bench_->at(x, y).toPoint();
        for (int dx = -3; dx <= 3; ++dx)
            for (int dy = -14; dy <= 14; ++dy)
                least =
                    std::min(least, distance(picture.pixelColor(middle + QPoint(dx, dy)), colour));
        return least;
    };
    QVERIFY(nearest(0.5, 0.5) < 40);  // the average runs through the middle
    QVERIFY(nearest(0.5, 0.15) > 60); // there is only the line itself, paler
    QVERIFY(nearest(0.5, 0.15) < 700);
}

void TestLinesCardPicture::outliersAreCutAndMarked()
{
    auto points = flat(1'000, 0.5);
    for (std::size_t i = 0; i < points.size(); ++i)
        points[i].value += 0.1 * std::sin(static_cast<double>(i));
    points[500].value = 1e6;
    points[250].value = -1e6;
    bench_->addLine("a", points);
    bench_->showLines({{QStringLiteral("outliers"), true}});
    QVERIFY(bench_->ready());
    QVERIFY(bench_->chart().valueAxis().to < 1 && bench_->chart().valueAxis().from > 0);
    const QImage picture = bench_->chart().grab().toImage();
    const QColor colour = Theme::current().series(0);
    // An arrow head at the upper edge, and one at the lower; a line there is one pixel thin.
    const auto width = [&](double x, double row) {
        int ink = 0;
        for (int dx = -6; dx <= 6; ++dx) {
            const QPoint place(static_cast<int>(bench_->at(x, 0).x()) + dx, static_cast<int>(row));
            ink += distance(picture.pixelColor(place), colour) < 200 ? 1 : 0;
        }
        return ink;
    };
    QVERIFY(width(500 / 999.0, bench_->chart().plotRect().top() + 3) >= 4);
    QVERIFY(width(250 / 999.0, bench_->chart().plotRect().bottom() - 3) >= 4);
    QVERIFY(bench_->lines->note().contains(QStringLiteral("outliers")));
    QVERIFY(bench_->keep(QStringLiteral("lines-outliers")));
}

void TestLinesCardPicture::manyRunsArePaintedOnThePool()
{
    for (int run = 0; run < 40; ++run)
        bench_->addLine("run-" + std::to_string(run),
                        curve(3'000, 1 + run, 0.05, static_cast<unsigned>(run)));
    bench_->showLines({}, {1000, 420});
    QVERIFY(bench_->ready());
    QVERIFY(bench_->keep(QStringLiteral("lines-many")));
    const AxisRange values = bench_->chart().valueAxis();
    QVERIFY(values.to > 39 && values.to < 45);
    // The last picture is there at once, moved; then the new one with its own values.
    drag(&bench_->chart(), bench_->at(0.5, 0.5), bench_->at(0.9, 0.5));
    QVERIFY(!bench_->chart().settled());
    const QImage moving = bench_->chart().grab().toImage();
    int ink = 0;
    for (int y = 0; y < moving.height(); ++y)
        ink += distance(moving.pixelColor(bench_->at(0.3, 0).toPoint().x(), y),
                        Theme::current().surface) > 200
                   ? 1
                   : 0;
    QVERIFY(ink > 10);
    QVERIFY(bench_->ready());
    QVERIFY(bench_->chart().valueAxis().to < 20);
}

void TestLinesCardPicture::everySpikeOfAHundredSeriesIsOnThePicture()
{
    // Each series has spikes of its own height, at steps of its own: a row at the top of the plot
    // is crossed once by each.
    constexpr int lines = 100, count = 9'000, apart = 900;
    for (int run = 0; run < lines; ++run) {
        auto points = curve(count, 0.1, 0.01, static_cast<unsigned>(run));
        for (int spike = 0; spike < count / apart; ++spike)
            points[static_cast<std::size_t>(spike * apart + run * apart / lines)].value = 10;
        bench_->addLine("run-" + std::to_string(run), points);
    }
    bench_->showLines({}, {1400, 500});
    QVERIFY(bench_->ready());
    std::mt19937 random(5);
    for (const double width : {8'999.0, 4'500.0, 1'234.0, 300.0}) {
        const double from =
            std::floor(static_cast<double>(random() % 1'000) / 1'000.0 * (8'999 - width));
        bench_->series().setWindow(
            width < 8'999 ? std::optional(AxisRange{from, from + width, false}) : std::nullopt);
        QVERIFY(bench_->ready());
        const QImage picture = bench_->chart().grab().toImage();
        const QRectF plot = bench_->chart().plotRect();
        const int row = static_cast<int>(plot.top() + plot.height() * 0.35);
        for (int run = 0; run < lines; ++run) {
            for (int spike = 0; spike < count / apart; ++spike) {
                const double step = spike * apart + run * apart / lines;
                const double share = (step - from) / width;
                if (share < 0 || share > 1)
                    continue;
                const int x = static_cast<int>(plot.left() + share * plot.width());
                bool found = false;
                for (int column = x - 2; column <= x + 2; ++column)
                    found = found || distance(picture.pixelColor(column, row),
                                              Theme::current().surface) > 60;
                QVERIFY2(
                    found,
                    qPrintable(
                        QStringLiteral("run %1, step %2, width %3").arg(run).arg(step).arg(width)));
            }
        }
    }
}

void TestLinesCardPicture::exportHasAFoldedLegend()
{
    for (int run = 0; run < 45; ++run)
        bench_->addLine("training-of-the-week-" + std::to_string(run), curve(50, 1 + run));
    bench_->showLines();
    QVERIFY(bench_->ready());
    const QImage image = bench_->exported({900, 600});
    QVERIFY(image.save(QDir(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")))
                           .filePath(QStringLiteral("looks/card-lines-export.png"))));
    QByteArray svg;
    QBuffer buffer(&svg);
    {
        QSvgGenerator generator;
        generator.setOutputDevice(&buffer);
        generator.setSize({900, 600});
        QPainter painter(&generator);
        bench_->lines->paintBody(painter, QRectF(0, 0, 900, 600));
    }
    QVERIFY(svg.contains("training-of-the-week-29"));
    QVERIFY(!svg.contains("training-of-the-week-30"));
    QVERIFY(svg.contains("15 more"));
}

void TestLinesCardPicture::looks_data()
{
    QTest::addColumn<bool>("dark");
    QTest::newRow("light") << false;
    QTest::newRow("dark") << true;
}

void TestLinesCardPicture::looks()
{
    QFETCH(bool, dark);
    applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
    const char* names[] = {"wine-gbm-017", "wine-gbm-016", "wine-rf-009", "wine-gbm-015",
                           "wine-mlp-031"};
    for (unsigned i = 0; i < 5; ++i) {
        auto points = curve(10'000, 0.9 + 0.15 * i, 0.02, i);
        if (i == 2)
            points[5'750].value = 0.8;
        bench_->addLine(names[i], points);
    }
    bench_->showLines({{QStringLiteral("smoothing"), 0.99}});
    QVERIFY(bench_->ready());
    const QString theme = dark ? QStringLiteral("dark") : QStringLiteral("light");
    QVERIFY(bench_->keep(QStringLiteral("lines-") + theme));
    moveTo(&bench_->chart(), bench_->at(0.575, 0.2));
    QVERIFY(bench_->keep(QStringLiteral("lines-hover-") + theme));
    applyTheme(*qApp, ThemeChoice::Light);
}

QTEST_MAIN(TestLinesCardPicture)
#include "test_lines_card_picture.moc"
