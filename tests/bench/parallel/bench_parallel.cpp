#include "models/comparison_model.h"
#include "tests/bench/common/gui_watch.h"
#include "tests/gui/compare/silent_prompts.h"
#include "tests/unit/compare/compare_fixture.h"
#include "widgets/common/theme.h"
#include "widgets/compare/cards/parallel_card.h"
#include "widgets/compare/cards/scatter_card.h"

#include <QApplication>
#include <QCommandLineParser>
#include <QJsonArray>
#include <QMouseEvent>

#include <random>

// What a step of a brush costs on the GUI thread in parallel coordinates over a real workspace,
// drawn off screen: from the move of the mouse to the painted widget, the shared scope and the
// cards that follow it included.

namespace binnacle::bench {
namespace {

constexpr int steps = 200;
constexpr double goal = 16; // ms

// Milliseconds: by the clock, and those in which this thread had a core. On a machine with other
// work to do the second tells what the step costs.
struct Step
{
    double clock = 0, core = 0;
};

template <class Work>
Step stepOf(Work work)
{
    const double before = threadMilliseconds();
    const double clock = millisecondsOf(work);
    return {clock, threadMilliseconds() - before};
}

// Runs that differ in everything: no line lies on another.
std::vector<RunRowId> fill(fixture::CompareWorkspace& store, int count, int axes)
{
    std::mt19937 random(20261125);
    std::normal_distribution<double> noise(0, 1);
    std::vector<Run> runs;
    for (int i = 0; i < count; ++i) {
        auto run = fixture::makeRun(std::string("id").append(std::to_string(i)),
                                    std::string("run-").append(std::to_string(i)));
        for (int axis = 0; axis < axes; ++axis)
            run.metrics.push_back(
                {std::string("m").append(std::to_string(axis)), {1, 0, noise(random)}});
        runs.push_back(std::move(run));
    }
    (void)MirrorWriter(store.workspace, store.source).putRuns(runs);
    std::vector<RunRowId> rows;
    for (const auto& run : runs)
        rows.push_back(*RunReader(store.workspace).find(run.id));
    return rows;
}

class Hand
{
public:
    explicit Hand(ParallelChart& chart) : chart_(chart) {}

    QPointF on(std::size_t axis, double share) const
    {
        const auto& places = chart_.geometry();
        return {places.x[axis], places.plot.bottom() - share * places.plot.height()};
    }
    void send(QEvent::Type type, const QPointF& at, bool held)
    {
        const auto button = type == QEvent::MouseMove ? Qt::NoButton : Qt::LeftButton;
        QMouseEvent event(type, at, chart_.mapToGlobal(at), button,
                          held ? Qt::LeftButton : Qt::NoButton, Qt::NoModifier);
        QCoreApplication::sendEvent(&chart_, &event);
    }
    // A brush drawn from the foot to the top; the milliseconds of each step.
    std::vector<Step> brush(std::size_t axis, double to, QWidget* follower)
    {
        std::vector<Step> times;
        send(QEvent::MouseButtonPress, on(axis, 0.02), true);
        for (int step = 1; step <= steps; ++step) {
            const double share = 0.02 + (to - 0.02) * step / steps;
            times.push_back(stepOf([&] {
                send(QEvent::MouseMove, on(axis, share), true);
                chart_.repaint();
                if (follower)
                    follower->repaint();
            }));
        }
        send(QEvent::MouseButtonRelease, on(axis, to), false);
        return times;
    }

private:
    ParallelChart& chart_;
};

Row rowOf(const std::string& scene, const std::string& measure, std::vector<Step> times)
{
    const auto at = [&](double Step::* which, double share) {
        std::ranges::sort(times, {}, which);
        return times[static_cast<std::size_t>(share * static_cast<double>(times.size() - 1))].*
               which;
    };
    return {scene,
            measure,
            "ms",
            {{"median", at(&Step::clock, 0.5)},
             {"95 %", at(&Step::clock, 0.95)},
             {"thread's own 95 %", at(&Step::core, 0.95)}},
            goal};
}

std::vector<Row> measure(int count, int axes)
{
    fixture::CompareWorkspace store;
    const auto rows = fill(store, count, axes);
    WorkerPools pools;
    RunColors colors;
    const std::shared_ptr<Prompts> prompts = std::make_shared<fixture::SilentPrompts>();
    const auto engine = std::make_shared<RunQueryEngine>(store.workspace);
    ComparisonModel model(store.workspace, engine, pools, colors);
    model.setRuns(rows);
    if (!await([&] { return model.state() == ComparisonModel::State::Ready; }))
        return {};
    const CardContext context{model, model.scope(), store.workspace, engine,
                              pools, nullptr,       prompts};
    QJsonArray columns;
    for (int axis = 0; axis < axes; ++axis)
        columns.append(QStringLiteral("metrics.m%1").arg(axis));
    QJsonObject options{{QStringLiteral("axes"), columns}};

    ParallelCard card(context, nullptr);
    card.resize(1200, 560);
    card.show();
    card.setSpec({QStringLiteral("p"), QStringLiteral("parallel"), {}, options, 12, 9});
    auto& chart = *card.findChild<ParallelChart*>();
    if (!await([&] { return chart.scene().lines.size() == rows.size(); }))
        return {};
    const std::string scene =
        std::to_string(count) + " runs x " + std::to_string(axes) + " axes, 1200 x 560";
    std::vector<Row> report;
    Hand hand(chart);
    report.push_back(rowOf(scene, "brush step, one axis", hand.brush(1, 0.98, nullptr)));
    report.push_back(rowOf(scene, "brush step, a second axis", hand.brush(4, 0.7, nullptr)));
    report.push_back(rowOf(scene, "brush step, a third axis", hand.brush(8, 0.7, nullptr)));
    chart.clearBrushes();

    std::vector<Step> hovers;
    for (int step = 0; step < steps; ++step)
        hovers.push_back(stepOf([&] {
            hand.send(QEvent::MouseMove, hand.on(0, step / double(steps)) + QPointF(40, 0), false);
            chart.repaint();
        }));
    report.push_back(rowOf(scene, "hover step", hovers));

    options.insert(QStringLiteral("color"), QStringLiteral("metrics.m0"));
    card.setSpec({QStringLiteral("p"), QStringLiteral("parallel"), {}, options, 12, 9});
    if (!await([&] { return chart.scene().lines.front().color.slot < 0; }))
        return {};
    report.push_back(
        rowOf(scene, "brush step, coloured by a metric", hand.brush(1, 0.98, nullptr)));
    chart.clearBrushes();

    ScatterCard scatter(context, nullptr);
    scatter.resize(600, 400);
    scatter.show();
    scatter.setSpec({QStringLiteral("s"),
                     QStringLiteral("scatter"),
                     {},
                     {{QStringLiteral("x"), QStringLiteral("metrics.m0")},
                      {QStringLiteral("y"), QStringLiteral("metrics.m1")}},
                     6,
                     6});
    auto& points = *scatter.findChild<ScatterChart*>();
    if (!await([&] { return points.scene().points.size() == rows.size(); }))
        return {};
    auto follow = rowOf(scene, "brush step, a scatter follows", hand.brush(1, 0.98, &points));
    follow.limit.reset();
    report.push_back(follow);
    return report;
}

} // namespace
} // namespace binnacle::bench

int main(int argc, char** argv)
{
    using namespace binnacle::bench;
    qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    binnacle::applyTheme(application, binnacle::ThemeChoice::Light);
    QCommandLineParser parser;
    parser.addOptions({{QStringLiteral("json"), QStringLiteral("Write the figures as JSON."),
                        QStringLiteral("FILE")},
                       {QStringLiteral("runs"), QStringLiteral("Runs."), QStringLiteral("N"),
                        QStringLiteral("1000")},
                       {QStringLiteral("axes"), QStringLiteral("Axes, 9 at least."),
                        QStringLiteral("N"), QStringLiteral("12")}});
    parser.addHelpOption();
    parser.process(application);
    const auto rows = measure(std::max(parser.value(QStringLiteral("runs")).toInt(), 1),
                              std::max(parser.value(QStringLiteral("axes")).toInt(), 9));
    printTable(rows);
    if (rows.empty())
        return 1;
    const QString json = parser.value(QStringLiteral("json"));
    return json.isEmpty() || writeJson(json, rows) ? 0 : 1;
}
