#pragma once

#include "models/comparison_model.h"
#include "services/query/run_query_engine.h"
#include "tests/gui/compare/silent_prompts.h"
#include "tests/unit/compare/compare_fixture.h"
#include "widgets/common/empty_state.h"
#include "widgets/common/theme.h"
#include "widgets/compare/card_kinds.h"

#include <QApplication>
#include <QDir>
#include <QJsonArray>
#include <QMouseEvent>
#include <QPainter>
#include <QSet>
#include <QTest>

#include <cmath>
#include <memory>
#include <utility>

namespace binnacle::fixture {

// One card over the runs of a real workspace, as the grid makes it.
class CardBench
{
public:
    CardBench()
    {
        engine = std::make_shared<RunQueryEngine>(store.workspace);
        model = std::make_unique<ComparisonModel>(store.workspace, engine, pools, colors);
    }
    ~CardBench()
    {
        card.reset();
        model.reset();
    }

    RunRowId add(const std::string& name, std::vector<KeyValue> params,
                 const std::vector<std::pair<std::string, double>>& metrics)
    {
        auto run = makeRun("id" + std::to_string(rows.size()), name);
        run.startTime = 1'700'000'000'000 + static_cast<qint64>(rows.size()) * 3'600'000;
        run.params = std::move(params);
        for (const auto& [key, value] : metrics)
            run.metrics.push_back({key, {100, 0, value}});
        rows.push_back(store.add(run));
        return rows.back();
    }

    // Sixty trainings of three models; accuracy is best near lr = 1e-3.
    void addTrainings(int count = 60)
    {
        const char* models[] = {"gbm", "rf", "mlp"};
        for (int i = 0; i < count; ++i) {
            const double lr = std::pow(10.0, -5 + 4.0 * ((i * 37) % 60) / 60.0);
            const int depth = 2 + (i * 7) % 11;
            const double accuracy =
                0.97 - 0.04 * std::pow(std::log10(lr) + 3, 2) - 0.002 * std::abs(depth - 7);
            std::vector<KeyValue> params{{"lr", QString::number(lr, 'g', 4).toStdString()},
                                         {"max_depth", std::to_string(depth)},
                                         {"model", models[i % 3]}};
            if (i % 15 != 0)
                params.push_back({"subsample", std::to_string(0.5 + (i % 6) * 0.1)});
            add("wine-" + std::string(models[i % 3]) + "-" + std::to_string(i), std::move(params),
                {{"val_accuracy", accuracy}, {"val_loss", 1.2 - accuracy}});
        }
    }

    template <class CardClass = ComparisonCard>
    CardClass* show(const QString& kind, const QJsonObject& options, QSize size = {760, 380})
    {
        card.reset();
        model->setRuns(rows);
        if (!QTest::qWaitFor(
                [&] { return model->state() == ComparisonModel::State::Ready || rows.empty(); }))
            return nullptr;
        card.reset(findCardKind(kind)->make(context(), nullptr));
        card->resize(size);
        card->show();
        card->setSpec({QStringLiteral("c1"), kind, {}, options, 6, 6});
        (void)QTest::qWaitForWindowExposed(card.get());
        return qobject_cast<CardClass*>(card.get());
    }

    QString sentence() const
    {
        const auto* empty = card->findChild<EmptyState*>();
        return empty->isVisible() ? empty->sentence() : QString();
    }
    ComparisonScope& scope() { return model->scope(); }
    CardContext context()
    {
        return {*model, model->scope(), store.workspace, engine, pools, nullptr, prompts};
    }

    // The card as it is now, for a person to look at. True where it is no empty picture.
    bool keep(const QString& name) const
    {
        const QDir folder(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")));
        if (!folder.mkpath(QStringLiteral("looks")))
            return false;
        const auto image = card->grab().toImage();
        QSet<QRgb> seen;
        for (int x = 0; x < image.width(); x += 2)
            for (int y = 0; y < image.height(); y += 2)
                seen.insert(image.pixel(x, y));
        return image.save(folder.filePath(QStringLiteral("looks/card-%1.png").arg(name))) &&
               seen.size() > 20;
    }
    // As it is exported.
    QImage exported(QSize size) const
    {
        QImage image(size, QImage::Format_RGB32);
        image.fill(Theme::current().surface);
        QPainter painter(&image);
        card->paintBody(painter, QRectF(QPointF(0, 0), QSizeF(size)));
        return image;
    }

    CompareWorkspace store;
    WorkerPools pools;
    RunColors colors;
    std::shared_ptr<Prompts> prompts = std::make_shared<SilentPrompts>();
    std::shared_ptr<RunQueryEngine> engine;
    std::unique_ptr<ComparisonModel> model;
    std::unique_ptr<ComparisonCard> card;
    std::vector<RunRowId> rows;
};

inline QJsonArray columnList(std::initializer_list<const char*> columns)
{
    QJsonArray array;
    for (const auto* column : columns)
        array.append(QString::fromLatin1(column));
    return array;
}

// Presses at one place, goes to another in steps, and lets go there.
inline void drag(QWidget* widget, const QPointF& from, const QPointF& to,
                 Qt::KeyboardModifiers keys = {})
{
    const auto send = [&](QEvent::Type type, const QPointF& at, Qt::MouseButton button,
                          Qt::MouseButtons buttons) {
        QMouseEvent event(type, at, widget->mapToGlobal(at), button, buttons, keys);
        QApplication::sendEvent(widget, &event);
    };
    send(QEvent::MouseButtonPress, from, Qt::LeftButton, Qt::LeftButton);
    for (int step = 1; step <= 6; ++step)
        send(QEvent::MouseMove, from + (to - from) * step / 6.0, Qt::NoButton, Qt::LeftButton);
    send(QEvent::MouseButtonRelease, to, Qt::LeftButton, Qt::NoButton);
}

inline void moveTo(QWidget* widget, const QPointF& at)
{
    QMouseEvent event(QEvent::MouseMove, at, widget->mapToGlobal(at), Qt::NoButton, Qt::NoButton,
                      Qt::NoModifier);
    QApplication::sendEvent(widget, &event);
}

} // namespace binnacle::fixture
