// A real MLServer and a real Prometheus: versions are loaded and asked by the Open Inference
// Protocol, figures come from the server's own text and by PromQL.
#include "services/monitoring/prometheus_figures.h"
#include "services/serving/open_inference/open_inference_backend.h"
#include "services/serving/smoke_test.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/mlflow_server.h"
#include "tests/contract/serving/server_process.h"

#include <QDateTime>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace binnacle;

namespace {

const ModelToServe one{"double", "1", {}};
const ModelToServe two{"double", "2", {}};
const QByteArray rows = R"({"dataframe_split":{"columns":["x"],"data":[[1.0],[2.5]]}})";

template <class T>
QByteArray why(const Result<T>& result)
{
    return result ? QByteArray() : (result.error().message + u' ' + result.error().detail).toUtf8();
}

} // namespace

class TestServing : public QObject
{
    Q_OBJECT

private slots:
    void initTestCase()
    {
        const int port = contract::freePort();
        const int metrics = contract::freePort();
        const auto made =
            contract::runPython(QStringLiteral("serving"),
                                {QStringLiteral(BINNACLE_TEST_FOLDER "/make_repository.py"),
                                 folder_.path(), QString::number(port), QString::number(metrics)});
        QVERIFY2(made, why(made));
        const auto python = contract::python(QStringLiteral("serving"));
        address_ = QStringLiteral("http://127.0.0.1:%1").arg(port);
        metrics_ = QStringLiteral("http://127.0.0.1:%1/metrics").arg(metrics);
        auto fault = mlserver_.start(python,
                                     {QStringLiteral("-m"), QStringLiteral("mlserver.cli.main"),
                                      QStringLiteral("start"),
                                      folder_.filePath(QStringLiteral("repository"))},
                                     folder_.filePath(QStringLiteral("mlserver.log")),
                                     address_ + QStringLiteral("/v2/health/ready"));
        QVERIFY2(fault.isEmpty(), qPrintable(fault));

        QFile configuration(folder_.filePath(QStringLiteral("prometheus.yml")));
        QVERIFY(configuration.open(QIODevice::WriteOnly));
        configuration.write(QStringLiteral("global: {scrape_interval: 1s}\nscrape_configs:\n"
                                           "  - job_name: mlserver\n    static_configs: [{targets: "
                                           "['127.0.0.1:%1']}]\n")
                                .arg(metrics)
                                .toUtf8());
        configuration.close();
        prometheusUrl_ = QStringLiteral("http://127.0.0.1:%1").arg(contract::freePort());
        fault = prometheus_.start(
            QStringLiteral("/usr/bin/prometheus"),
            {QStringLiteral("--config.file=") + configuration.fileName(),
             QStringLiteral("--storage.tsdb.path=") + folder_.filePath(QStringLiteral("tsdb")),
             QStringLiteral("--web.listen-address=") + prometheusUrl_.section(u'/', 2)},
            folder_.filePath(QStringLiteral("prometheus.log")),
            prometheusUrl_ + QStringLiteral("/-/ready"));
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        OpenInferenceBackend::Settings settings;
        settings.address = address_.toStdString();
        settings.metrics = metrics_.toStdString();
        backend_ = std::make_unique<OpenInferenceBackend>(std::move(settings));
    }

    void versionsAreLoadedAndUnloaded()
    {
        QVERIFY(backend_->look("double", {}).value().versions.empty());
        QVERIFY2(backend_->standUp(one, {}), why(backend_->standUp(one, {})));
        QVERIFY2(backend_->standUp(one, {}), "twice is as once");
        auto sight = backend_->look("double", {}).value();
        QVERIFY(sight.find("1"));
        QCOMPARE(sight.find("1")->state, ServedState::Ready);
        QVERIFY(!sight.find("2"));
        QVERIFY(backend_->standUp(two, {}));
        QVERIFY(backend_->remove(two, {}));
        QVERIFY2(backend_->remove(two, {}), "twice is as once");
        QVERIFY(!backend_->look("double", {}).value().find("2"));
        QVERIFY(backend_->standUp(two, {}));
    }

    void aVersionThatCanNotBeLoadedIsAnErrorInTheServersWords()
    {
        const auto broken = backend_->standUp({"broken", "1", {}}, {});
        QVERIFY(!broken);
        QVERIFY2(why(broken).contains("model.joblib") || why(broken).contains("status"),
                 why(broken));
        const auto absent = backend_->standUp({"absent", "1", {}}, {});
        QVERIFY(!absent);
        QVERIFY2(why(absent).contains("not found"), why(absent));
    }

    void theSmokeTestComparesTheAnswers()
    {
        const auto fresh = backend_->scoringPlace("double", "2", {}).value();
        const auto old = backend_->scoringPlace("double", "1", {}).value();
        const SmokeInput input{rows, {{"x", "double"}}, {{"", "double"}}, 0};
        const auto report = smokeTest(fresh, old, input, {});
        QVERIFY2(report, why(report));
        QVERIFY2(report->passed, qPrintable(report->sentence));
        QCOMPARE(report->rows, 2);
        QVERIFY(std::abs(report->answers.at(1).toDouble() - 10.0) < 1e-9);
        QVERIFY(std::abs(report->oldAnswers.at(1).toDouble() - 5.0) < 1e-9);
        QCOMPARE(report->differing, 2);
        QVERIFY(std::abs(report->largestDifference - 5.0) < 1e-9);
        QVERIFY(report->milliseconds > 0 && report->oldMilliseconds > 0);

        auto wrongType = input;
        wrongType.outputs = {{"", "string"}};
        QVERIFY(!smokeTest(fresh, {}, wrongType, {})->passed);
        auto hasty = input;
        hasty.mostMilliseconds = 1e-6;
        QVERIFY(!smokeTest(fresh, {}, hasty, {})->passed);
        const auto nobody = backend_->scoringPlace("double", "9", {}).value();
        const auto missing = smokeTest(nobody, {}, input, {});
        QVERIFY(missing && !missing->passed);
    }

    void figuresComeFromTheServersOwnText()
    {
        const auto now = [] { return QDateTime::currentMSecsSinceEpoch(); };
        const auto begun = now();
        auto figures = backend_->figures("double", "1", {begun - 10'000, begun}, {});
        QVERIFY2(figures, why(figures));
        QVERIFY2(std::isnan(figures->requests), "one scrape tells nothing");
        ask("1", 20);
        figures = backend_->figures("double", "1", {begun, now()}, {});
        QCOMPARE(figures->requests, 20.0);
        QCOMPARE(figures->errors, 0.0);
        QVERIFY(figures->perSecond > 0);
        QVERIFY2(std::isnan(figures->p95), "this server tells no quantiles of a model");
    }

    void promqlCountsTheSameRequests()
    {
        HttpOptions options;
        options.server = prometheusUrl_.toStdString();
        options.retries = 0;
        const Prometheus prometheus(options);
        const std::string counted =
            filledExpression("sum(model_infer_request_success_total{model=\"{{model}}-{{version}}"
                             "\"})",
                             "double", "2", 30'000);
        QTRY_VERIFY_WITH_TIMEOUT(prometheus.value(counted, {}).has_value(), 30'000);
        const double before = *prometheus.value(counted, {});
        ask("2", 15);
        QTRY_COMPARE_WITH_TIMEOUT(prometheus.value(counted, {}).value_or(-1), before + 15, 30'000);

        QCOMPARE(prometheus.value("1 + 1", {}).value(), 2.0);
        QVERIFY(std::isnan(prometheus.value("0 / 0", {}).value()));
        QVERIFY(std::isinf(prometheus.value("1 / 0", {}).value()));
        const auto nothing = prometheus.value("no_such_metric", {});
        QVERIFY(!nothing);
        QCOMPARE(nothing.error().kind, Error::Kind::NotFound);
        const auto several = prometheus.value("model_infer_request_success_total", {});
        QVERIFY(!several);
        QCOMPARE(several.error().kind, Error::Kind::Invalid);
        const auto wrong = prometheus.value("sum(", {});
        QVERIFY(!wrong);
        QCOMPARE(wrong.error().kind, Error::Kind::Invalid);
        const auto now = QDateTime::currentMSecsSinceEpoch();
        const auto range = prometheus.queryRange(counted, now - 20'000, now, 1'000, {});
        QVERIFY2(range, why(range));
        QCOMPARE(range->size(), std::size_t(1));
        QCOMPARE(range->front().points.back().second, before + 15);

        const FigureQueries queries{
            "sum(increase(model_infer_request_success_total{model=\"{{model}}-{{version}}\"}"
            "[{{window}}]))",
            "sum(increase(no_such_metric{model=\"{{model}}\"}[{{window}}]))", "", "", ""};
        const auto figures = prometheusFigures(prometheus, queries, "double", "2", 60'000, {});
        QVERIFY2(figures, why(figures));
        QVERIFY(figures->requests > 0);
        QCOMPARE(figures->errors, 0.0);
        prometheus_.stop();
        const auto away = prometheusFigures(prometheus, queries, "double", "2", 60'000, {});
        QVERIFY(!away);
        QCOMPARE(away.error().kind, Error::Kind::Network);
    }

    void aServerThatIsGoneIsOutOfReach()
    {
        mlserver_.stop();
        const auto away = backend_->look("double", {});
        QVERIFY(!away);
        QCOMPARE(away.error().kind, Error::Kind::Network);
    }

private:
    void ask(const char* version, int times)
    {
        const auto place = backend_->scoringPlace("double", version, {}).value();
        const auto body =
            scoringBody(rowsFromMlflow(rows).value(), ScoringForm::OpenInference, true).value();
        for (int i = 0; i < times; ++i) {
            const auto answer = score(place, body, {});
            QVERIFY2(answer, why(answer));
        }
    }

    QTemporaryDir folder_;
    contract::ServerProcess mlserver_, prometheus_;
    QString address_, metrics_, prometheusUrl_;
    std::unique_ptr<OpenInferenceBackend> backend_;
};

QTEST_GUILESS_MAIN(TestServing)
#include "test_serving.moc"
