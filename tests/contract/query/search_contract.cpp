#include "services/query/run_query_engine.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <limits>

// Random searches in MLflow's own grammar, answered by MLflow's client over a SQL store and by our
// engine over a workspace that holds the same runs: the same runs in the same order.

using namespace binnacle;

namespace {

constexpr int seed = 20260101;
constexpr int searches = 400;

template <class T>
T need(Result<T> result)
{
    if (!result)
        qFatal("%s %s", qPrintable(result.error().message), qPrintable(result.error().detail));
    if constexpr (!std::is_void_v<T>)
        return std::move(*result);
}

double metricValue(const QJsonValue& value)
{
    if (value.isDouble())
        return value.toDouble();
    const auto word = value.toString();
    if (word == u"NaN")
        return std::numeric_limits<double>::quiet_NaN();
    const double infinite = std::numeric_limits<double>::infinity();
    return word == u"-Infinity" ? -infinite : infinite;
}

std::vector<KeyValue> pairs(const QJsonObject& object)
{
    std::vector<KeyValue> list;
    for (auto entry = object.begin(); entry != object.end(); ++entry)
        list.push_back({entry.key().toStdString(), entry->toString().toStdString()});
    return list;
}

std::optional<std::int64_t> time(const QJsonValue& value)
{
    return value.isDouble() ? std::optional(static_cast<std::int64_t>(value.toDouble()))
                            : std::nullopt;
}

Run runFrom(const QJsonObject& object)
{
    const auto text = [&](const char* name) {
        return object.value(QLatin1String(name)).toString().toStdString();
    };
    Run run;
    run.id = text("run_id");
    run.name = text("name");
    run.experimentId = "1";
    run.userId = text("user_id");
    run.artifactUri = text("artifact_uri");
    run.status = statusFromName(text("status"));
    run.startTime = time(object.value(QLatin1String("start_time")));
    run.endTime = time(object.value(QLatin1String("end_time")));
    run.params = pairs(object.value(QLatin1String("params")).toObject());
    run.tags = pairs(object.value(QLatin1String("tags")).toObject());
    const auto metrics = object.value(QLatin1String("metrics")).toObject();
    for (auto metric = metrics.begin(); metric != metrics.end(); ++metric)
        run.metrics.push_back({metric.key().toStdString(), {0, 0, metricValue(*metric)}});
    for (const auto& entry : object.value(QLatin1String("datasets")).toArray()) {
        const auto field = [&](const char* name) {
            return entry.toObject().value(QLatin1String(name)).toString().toStdString();
        };
        run.datasets.push_back(
            {field("name"), field("digest"), "local", "{}", "", "", field("context")});
    }
    return run;
}

// "metrics.`val acc` DESC" of MLflow.
SortTerm termFrom(QString text)
{
    SortTerm term;
    if (text.endsWith(u" DESC"))
        term.descending = true;
    for (const auto* ending : {" DESC", " ASC"}) {
        if (text.endsWith(QLatin1String(ending)))
            text.chop(static_cast<qsizetype>(qstrlen(ending)));
    }
    term.column = need(columnFromText(text.toStdString()));
    return term;
}

} // namespace

class SearchContract : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const auto output =
            need(contract::runPython(QStringLiteral("mlflow3"),
                                     {QStringLiteral(SEARCH_SCRIPTS "/answer_searches.py"),
                                      folder_.filePath(QStringLiteral("store.db")),
                                      QString::number(seed), QString::number(searches)},
                                     400));
        answers_ = QJsonDocument::fromJson(output).object();
        workspace_ =
            need(Workspace::open(folder_.filePath(QStringLiteral("workspace.db")).toStdString()));
        const auto source =
            need(SourceStore(workspace_).add({{}, "store", "mlflow-db", "sqlite:///store.db"}));
        std::vector<Run> runs;
        for (const auto& entry : answers_.value(QLatin1String("runs")).toArray())
            runs.push_back(runFrom(entry.toObject()));
        QCOMPARE(runs.size(), std::size_t{60});
        need(MirrorWriter(workspace_, source).putRuns(runs));
    }

    void answersAsMlflowDoes()
    {
        RunQueryEngine engine(workspace_);
        const auto asked = answers_.value(QLatin1String("searches")).toArray();
        QVERIFY(asked.size() > searches * 9 / 10); // hardly any that MLflow refuses
        int selective = 0;
        for (const auto& entry : asked) {
            const auto search = entry.toObject();
            RunQuery query;
            query.filter = search.value(QLatin1String("filter")).toString().toStdString();
            QString order;
            for (const auto& term : search.value(QLatin1String("order_by")).toArray()) {
                query.order.push_back(termFrom(term.toString()));
                order += u' ' + term.toString();
            }
            const auto ordering = engine.run(query, {});
            QVERIFY2(ordering, ordering ? "" : qPrintable(ordering.error().message));
            QStringList ids;
            for (const auto& row : need(engine.cells(ordering->rows, {}, {})))
                ids << QString::fromStdString(row.head.runId);
            QStringList expected;
            for (const auto& id : search.value(QLatin1String("run_ids")).toArray())
                expected << id.toString();
            selective += !expected.isEmpty() && expected.size() < 60 ? 1 : 0;
            if (ids != expected)
                qWarning("%s | order%s", query.filter.c_str(), qPrintable(order));
            QCOMPARE(ids.join(u' '), expected.join(u' '));
        }
        QVERIFY(selective > searches / 2);
    }

private:
    QTemporaryDir folder_;
    QJsonObject answers_;
    std::shared_ptr<Workspace> workspace_;
};

QTEST_GUILESS_MAIN(SearchContract)
#include "search_contract.moc"
