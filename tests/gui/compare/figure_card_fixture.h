#pragma once

#include "tests/gui/compare/card_fixture.h"
#include "widgets/charts/item_chart.h"
#include "widgets/compare/cards/figure_card.h"

#include <cmath>
#include <limits>
#include <map>
#include <memory>

// A comparison over a real workspace, and cards over it, for the tests of the cards over figures.

namespace binnacle::fixture {

inline constexpr double nan = std::numeric_limits<double>::quiet_NaN();
inline constexpr double infinity = std::numeric_limits<double>::infinity();

// Sixteen trainings, as the reference values in the tests know them.
inline const std::vector<double> sixteenAccuracies = {0.91, 0.92,  0.935, 0.94,  0.95, 0.955,
                                                      0.96, 0.97,  0.90,  0.905, 0.93, 0.945,
                                                      0.60, 0.965, 0.98,  0.985};
inline const std::vector<double> sixteenLosses = {0.32, 0.30, 0.27, 0.25, 0.22, 0.21, 0.20, 0.16,
                                                  0.35, 0.33, 0.28, 0.24, 0.90, 0.18, 0.12, 0.11};
inline const std::vector<const char*> sixteenRates = {
    "0.001", "0.002", "0.003", "0.004", "0.005", "0.006", "0.008", "0.01",
    "0.02",  "0.03",  "0.04",  "0.05",  "0.06",  "0.08",  "0.1",   "0.2"};
inline const std::vector<const char*> sixteenDepths = {"3", "4", "5", "5", "6", "7", "8",  "9",
                                                       "2", "3", "4", "6", "1", "8", "12", "11"};
inline const std::vector<const char*> sixteenMomenta = {
    "0.99", "0.9",  "0.8",  "0.95", "0.7", "0.9", "0.6", "0.5",
    "0.99", "0.95", "0.85", "0.8",  "0.9", "0.6", "0.4", "0.3"};
inline const std::vector<const char*> sixteenOptimizers = {
    "adam", "sgd", "sgd", "sgd", "adam", "adam", "adam", "adam",
    "sgd",  "sgd", "sgd", "sgd", "sgd",  "adam", "lion", "lion"};

class FigureBench : public CardBench
{
public:
    using Texts = std::map<std::string, std::string>;
    using Numbers = std::map<std::string, double>;

    RunRowId add(const std::string& name, const Texts& params, const Numbers& metrics)
    {
        Run run = makeRun("id" + std::to_string(rows.size()), name);
        for (const auto& [key, value] : params)
            run.params.push_back({key, value});
        for (const auto& [key, value] : metrics)
            run.metrics.push_back({key, {1, 0, value}});
        rows.push_back(store.add(run));
        return rows.back();
    }

    void addSixteen()
    {
        const char* models[] = {"gbm", "rf", "다층"};
        for (std::size_t i = 0; i < sixteenAccuracies.size(); ++i)
            add("wine-" + std::to_string(i + 1),
                {{"lr", sixteenRates[i]},
                 {"depth", sixteenDepths[i]},
                 {"momentum", sixteenMomenta[i]},
                 {"optimizer", sixteenOptimizers[i]},
                 {"model", models[i % 3]},
                 {"key", "k" + std::to_string(i)},
                 {"seed", "7"}},
                {{"accuracy", sixteenAccuracies[i]}, {"loss", sixteenLosses[i]}});
    }

    // Compares all runs added so far.
    bool load()
    {
        model->setRuns(rows);
        return QTest::qWaitFor([this] { return model->state() == ComparisonModel::State::Ready; },
                               20'000);
    }

    // A card of this kind in a window of its own; shown.
    template <class CardClass = FigureCard>
    CardClass* make(const char* kindName, const QJsonObject& options = {})
    {
        const QString kind = QString::fromLatin1(kindName);
        auto* made = findCardKind(kind)->make(context(), nullptr);
        card.reset(made);
        CardSpec spec;
        spec.id = QStringLiteral("one");
        spec.kind = kind;
        spec.options = options;
        made->setSpec(spec);
        made->resize(560, 360);
        made->show();
        made->activateWindow();
        return qobject_cast<CardClass*>(made);
    }
    void setOptions(const QJsonObject& options)
    {
        CardSpec spec = card->spec();
        spec.options = options;
        card->setSpec(spec);
    }
    ItemChart* chart() { return card->findChild<ItemChart*>(); }
    // It shows a picture with as many items.
    bool waitItems(int count)
    {
        return QTest::qWaitFor(
            [&] { return chart()->picture() && chart()->picture()->itemCount() == count; }, 20'000);
    }
    bool waitSentence(const QString& part)
    {
        return QTest::qWaitFor(
            [&] {
                const auto* state = card->findChild<EmptyState*>();
                return state->isVisible() && state->sentence().contains(part);
            },
            20'000);
    }
    void hover(int item)
    {
        const QPoint center = chart()->itemRect(item).center().toPoint();
        QTest::mouseMove(chart(), center + QPoint(1, 0));
        QTest::mouseMove(chart(), center);
    }
    void hide(RunRowId run) { model->setHidden(run, true); }

    // The card in both themes beside the other screenshots; false where a picture is blank.
    bool savePictures(const char* name, QSize size = {620, 400})
    {
        const QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR") +
                          QStringLiteral("/screenshots"));
        folder.mkpath(QStringLiteral("."));
        bool good = true;
        card->resize(size);
        for (const bool dark : {false, true}) {
            applyTheme(*qApp, dark ? ThemeChoice::Dark : ThemeChoice::Light);
            const QImage picture = card->grab().toImage();
            good = good && picture.save(folder.filePath(
                               QStringLiteral("card-%1-%2.png")
                                   .arg(QLatin1String(name),
                                        dark ? QStringLiteral("dark") : QStringLiteral("light"))));
            good = good && picture.pixelColor(size.width() / 2, 5) == Theme::current().surface;
        }
        applyTheme(*qApp, ThemeChoice::Light);
        return good;
    }
};

// A column as the options of a card hold it.
inline QJsonObject option(const char* key, const char* value, QJsonObject more = {})
{
    more.insert(QLatin1String(key), QString::fromUtf8(value));
    return more;
}
inline QJsonObject option(const char* key, bool value, QJsonObject more = {})
{
    more.insert(QLatin1String(key), value);
    return more;
}

inline bool near(const QVariant& ours, double theirs)
{
    return std::abs(ours.toDouble() - theirs) <= 1e-9 * std::max(1.0, std::abs(theirs));
}

} // namespace binnacle::fixture
