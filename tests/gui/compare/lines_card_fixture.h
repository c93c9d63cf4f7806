#pragma once

#include "tests/gui/compare/card_fixture.h"
#include "widgets/charts/line_chart.h"
#include "widgets/compare/cards/lines_card.h"

#include <QWheelEvent>

#include <random>

namespace binnacle::fixture {

using Points = std::vector<MetricPoint>;

inline constexpr std::int64_t firstTime = 1'700'000'000'000;

// Falls from `first`, a second a step.
inline Points curve(int count, double first, double noise = 0, unsigned seed = 1)
{
    std::mt19937 random(seed);
    std::normal_distribution<double> scatter(0, 1);
    Points points;
    for (int i = 0; i < count; ++i)
        points.push_back({i, firstTime + i * 1'000,
                          first * std::exp(-4.0 * i / count) + 0.1 + noise * scatter(random)});
    return points;
}

inline Points flat(int count, double value)
{
    Points points;
    for (int i = 0; i < count; ++i)
        points.push_back({i, firstTime + i * 1'000, value});
    return points;
}

inline int distance(const QColor& a, const QColor& b)
{
    return std::abs(a.red() - b.red()) + std::abs(a.green() - b.green()) +
           std::abs(a.blue() - b.blue());
}

// A lines card over runs with histories of "val_loss".
class LinesBench : public CardBench
{
public:
    RunRowId addLine(const std::string& name, const Points& points,
                     std::vector<KeyValue> params = {})
    {
        const auto row = add(name, std::move(params), {{"val_loss", 0.5}});
        if (!points.empty())
            store.writeHistory(row, "val_loss", points);
        return row;
    }
    void showLines(QJsonObject options = {}, QSize size = {760, 380})
    {
        if (!options.contains(u"metric"))
            options.insert(QStringLiteral("metric"), QStringLiteral("val_loss"));
        lines = show<LinesCard>(QStringLiteral("lines"), options, size);
        QVERIFY(lines);
        QTRY_VERIFY(series().state() != ChartSeriesModel::State::Loading && series().settled());
    }
    // Another card of the same comparison.
    std::unique_ptr<LinesCard> second(const QJsonObject& options)
    {
        auto other = std::make_unique<LinesCard>(context(), nullptr);
        other->resize(500, 300);
        other->show();
        other->setSpec({QStringLiteral("c2"), QStringLiteral("lines"), {}, options, 6, 6});
        return other;
    }
    LineChart& chart() const { return lines->chart(); }
    ChartSeriesModel& series() const { return lines->model(); }
    // Shares of the plot, from its top left.
    QPointF at(double x, double y) const
    {
        const QRectF plot = chart().plotRect();
        return {plot.left() + x * plot.width(), plot.top() + y * plot.height()};
    }
    void wheel(QPointF place, int notches, Qt::KeyboardModifiers keys = Qt::ControlModifier)
    {
        QWheelEvent event(place, chart().mapToGlobal(place), {}, {0, notches * 120}, Qt::NoButton,
                          keys, Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(&chart(), &event);
    }
    // Read and painted sharply.
    bool ready() const
    {
        return QTest::qWaitFor([&] {
            (void)lines->grab();
            return series().state() == ChartSeriesModel::State::Ready && chart().settled();
        });
    }

    LinesCard* lines = nullptr;
};

} // namespace binnacle::fixture
