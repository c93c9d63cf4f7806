// A log dir written by TensorBoard's own EventFileWriter and by tensorboardX, read by Binnacle, and
// held against what TensorBoard's EventAccumulator reads from the same files.

#include "services/backends/tensorboard/tensorboard_backend.h"
#include "tests/contract/common/contract_environment.h"
#include "tests/contract/common/tracking_comparison.h"

#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <cmath>

using namespace binnacle;

class TestTensorboardLogDir : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void everyFolderWithEventsIsARun();
    void latestMetricsAgreeWithTensorBoard();
    void everyPointAgreesWithTensorBoard();
    void hparamsAreParams();
    void theSessionEndIsTheStatus();
    void shortTextsAreTags();
    void subFoldersAreChildren();
    void nothingIsWarnedAbout();

private:
    QJsonObject expected(const Run& run) const
    {
        return expected_.value(QString::fromStdString(run.name)).toObject();
    }
    const Run& run(const char* name) const
    {
        const auto found =
            std::ranges::find_if(runs_, [&](const Run& one) { return one.name == name; });
        if (found == runs_.end())
            qFatal("no run %s", name);
        return *found;
    }

    QTemporaryDir folder_;
    QJsonObject expected_;
    std::shared_ptr<TensorboardBackend> backend_;
    std::vector<Run> runs_;
    std::vector<std::string> warnings_;
};

void TestTensorboardLogDir::initTestCase()
{
    const auto logDir = folder_.filePath(QStringLiteral("logs"));
    const auto output = contract::runPython(QStringLiteral("mlflow3"),
                                            {QStringLiteral(WRITE_LOG_DIR_SCRIPT), logDir});
    QVERIFY2(output, output ? "" : qPrintable(output.error().message + output.error().detail));
    expected_ = QJsonDocument::fromJson(*output).object();
    QVERIFY(expected_.size() > 8);

    const auto kind = tensorboardKind();
    const auto uri = kind.recognise(logDir.toStdString() + '/');
    QVERIFY(uri);
    QCOMPARE(*uri, logDir.toStdString());
    backend_ = std::make_shared<TensorboardBackend>(*uri);
    const auto scanned = backend_->scanRuns({},
                                            [&](std::vector<Run> runs) -> Result<void> {
                                                std::ranges::move(runs, std::back_inserter(runs_));
                                                return {};
                                            },
                                            {});
    QVERIFY(scanned);
    QVERIFY(scanned->complete);
    warnings_ = scanned->warnings;
}

void TestTensorboardLogDir::everyFolderWithEventsIsARun()
{
    QStringList names;
    for (const auto& run : runs_)
        names << QString::fromStdString(run.name);
    names.sort();
    QCOMPARE(names, expected_.keys());
    for (const auto& run : runs_) {
        QVERIFY(run.startTime);
        QCOMPARE(*run.startTime, std::llround(expected(run)[u"first"].toDouble() * 1000));
        QCOMPARE(run.experimentId, backend_->experiments({})->front().id);
    }
    QCOMPARE(backend_->experiments({})->front().name, std::string("logs"));
}

void TestTensorboardLogDir::latestMetricsAgreeWithTensorBoard()
{
    for (const auto& run : runs_) {
        const auto series = expected(run)[u"series"].toObject();
        QCOMPARE(static_cast<qsizetype>(run.metrics.size()), series.size());
        for (const auto& metric : run.metrics) {
            const auto last = series[QString::fromStdString(metric.key)].toArray().last().toArray();
            QCOMPARE(metric.point.step, last[0].toInteger());
            QCOMPARE(metric.point.timestamp, std::llround(last[1].toDouble() * 1000));
            QVERIFY2(contract::sameValue(metric.point.value, contract::toDouble(last[2])),
                     metric.key.c_str());
        }
    }
}

void TestTensorboardLogDir::everyPointAgreesWithTensorBoard()
{
    std::vector<SeriesRequest> requests;
    std::vector<QJsonArray> wanted;
    for (const auto& run : runs_) {
        const auto series = expected(run)[u"series"].toObject();
        for (auto it = series.begin(); it != series.end(); ++it) {
            requests.push_back({run.id, it.key().toStdString(), {}});
            wanted.push_back(it.value().toArray());
        }
    }
    std::size_t delivered = 0;
    const auto fetched = backend_->fetchHistories(
        requests,
        [&](SeriesData data) -> Result<void> {
            ++delivered;
            const auto& points = wanted[data.request];
            const auto where = QStringLiteral("%1 of %2")
                                   .arg(QString::fromStdString(requests[data.request].metricKey),
                                        QString::fromStdString(requests[data.request].runId));
            if (static_cast<qsizetype>(data.points.size()) != points.size())
                return failure(Error::Kind::Invalid, where + QStringLiteral(": number of points"));
            for (std::size_t i = 0; i < data.points.size(); ++i) {
                const auto point = points[static_cast<qsizetype>(i)].toArray();
                if (data.points[i].step != point[0].toInteger() ||
                    data.points[i].timestamp != std::llround(point[1].toDouble() * 1000) ||
                    !contract::sameValue(data.points[i].value, contract::toDouble(point[2])))
                    return failure(Error::Kind::Invalid,
                                   where + QStringLiteral(": point %1").arg(i));
            }
            return {};
        },
        {});
    QVERIFY2(fetched, fetched ? "" : qPrintable(fetched.error().message));
    QCOMPARE(delivered, requests.size());
}

void TestTensorboardLogDir::hparamsAreParams()
{
    for (const auto& run : runs_) {
        const auto hparams = expected(run)[u"hparams"].toObject();
        QCOMPARE(static_cast<qsizetype>(run.params.size()), hparams.size());
        for (const auto& [key, text] : run.params) {
            const auto value = hparams[QString::fromStdString(key)];
            const auto shown = QString::fromStdString(text);
            if (value.isDouble())
                QCOMPARE(shown.toDouble(), value.toDouble());
            else if (value.isBool())
                QCOMPARE(shown, value.toBool() ? u"true" : u"false");
            else
                QCOMPARE(shown, value.toString());
        }
    }
    QCOMPARE(*findValue(run("keras").params, "units"), std::string("32"));
}

void TestTensorboardLogDir::theSessionEndIsTheStatus()
{
    QCOMPARE(run("keras").status, RunStatus::Failed);
    QCOMPARE(run("keras").endTime.value(), 1700000090250);
    QCOMPARE(run("deep/er/torch/hp").status, RunStatus::Finished);
    // No end is told, and the files are only seconds old.
    QCOMPARE(run("special").status, RunStatus::Running);
    QVERIFY(!run("special").endTime);
}

void TestTensorboardLogDir::shortTextsAreTags()
{
    const auto* note = findValue(run("texts").tags, "note");
    QVERIFY(note != nullptr);
    QCOMPARE(QString::fromStdString(*note),
             expected(run("texts"))[u"texts"].toObject()[u"note"].toString());
    QVERIFY(findValue(run("texts").tags, "config") == nullptr); // 4,000 characters
    QCOMPARE(*findValue(run("deep/er/torch").tags, "remark/text_summary"),
             std::string("a short remark"));
}

void TestTensorboardLogDir::subFoldersAreChildren()
{
    QCOMPARE(*findValue(run("keras/train").tags, tags::parentRunId), run("keras").id);
    QCOMPARE(*findValue(run("deep/er/torch/hp").tags, tags::parentRunId), run("deep/er/torch").id);
    QCOMPARE(*findValue(run("keras").tags, tags::parentRunId), run(".").id);
    QVERIFY(findValue(run(".").tags, tags::parentRunId) == nullptr);
}

void TestTensorboardLogDir::nothingIsWarnedAbout()
{
    QVERIFY2(warnings_.empty(), warnings_.empty() ? "" : warnings_.front().c_str());
}

QTEST_GUILESS_MAIN(TestTensorboardLogDir)
#include "test_tensorboard_log_dir.moc"
