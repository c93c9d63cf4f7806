// Differences and joins beside difflib's and pandas', and artifacts as MLflow's own client logs
// them.

#include "app/common/registered_backends.h"
#include "models/artifact_content.h"
#include "services/artifacts/image_steps.h"
#include "services/artifacts/table_join.h"
#include "services/artifacts/text_diff.h"
#include "tests/contract/common/contract_environment.h"

#include <QJsonArray>
#include <QJsonDocument>
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <array>

using namespace binnacle;
using namespace binnacle::contract;

class TestArtifactsContract : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void textsShareAtLeastWhatDifflibFinds();
    void joinsAgreeWithPandas();
    void loggedArtifactsAreUnderstood();
    void parquetIsWhatPandasReads();

private:
    Result<SharedArtifact> fetch(const std::string& path) const
    {
        return fetchArtifact(
            [this]() -> Result<std::shared_ptr<TrackingBackend>> { return backend_; }, runId_, path,
            {}, {});
    }
    std::unique_ptr<QTemporaryDir> folder_;
    QJsonObject expected_;
    std::string runId_;
    std::shared_ptr<TrackingBackend> backend_;
};

void TestArtifactsContract::initTestCase()
{
    folder_ = std::make_unique<QTemporaryDir>();
    const QString uri =
        QStringLiteral("sqlite:///") + folder_->filePath(QStringLiteral("mlflow.db"));
    const auto output = runPython(
        QStringLiteral("mlflow3"),
        {QStringLiteral(ARTIFACT_SCRIPTS "/compute_references.py"), uri, folder_->path()});
    QVERIFY2(output, output ? "" : qPrintable(output.error().message));
    expected_ = QJsonDocument::fromJson(output->trimmed().split('\n').last()).object();
    runId_ = expected_[u"logged"][u"run_id"].toString().toStdString();
    QVERIFY(!runId_.empty());
    const auto registry = registeredBackends();
    const auto source = registry.recognise(uri.toStdString());
    QVERIFY(source.has_value());
    const auto backend = registry.open(*source);
    QVERIFY(backend.has_value());
    backend_ = *backend;
}

void TestArtifactsContract::textsShareAtLeastWhatDifflibFinds()
{
    const auto cases = expected_[u"texts"].toArray();
    QCOMPARE(cases.size(), 60);
    for (const auto entry : cases) {
        const auto diff = diffTexts(entry[u"left"].toString().toStdString(),
                                    entry[u"right"].toString().toStdString());
        const auto equal = std::ranges::count(diff.rows, DiffRow::Kind::Equal, &DiffRow::kind);
        // difflib takes the longest block first; the shortest script keeps no less than that.
        QVERIFY(equal >= entry[u"equal"].toInteger());
        QCOMPARE(diff.removed + diff.added == 0, entry[u"same"].toBool());
        QCOMPARE(static_cast<std::size_t>(equal + diff.removed), diff.leftLines.size());
        QCOMPARE(static_cast<std::size_t>(equal + diff.added), diff.rightLines.size());
    }
}

void TestArtifactsContract::joinsAgreeWithPandas()
{
    const auto cases = expected_[u"tables"].toArray();
    QCOMPARE(cases.size(), 40);
    for (const auto entry : cases) {
        const std::array tables = {*readDelimited(entry[u"left"].toString().toStdString(), ','),
                                   *readDelimited(entry[u"right"].toString().toStdString(), ',')};
        const auto joined = joinTables(tables, "id");
        const auto rows = entry[u"rows"].toObject();
        QCOMPARE(static_cast<qsizetype>(joined.rows.size()), rows.size());
        for (std::size_t i = 0; i < joined.rows.size(); ++i) {
            const auto row = rows[QString::fromStdString(joined.rows[i].key)].toObject();
            QVERIFY(!row.isEmpty());
            QCOMPARE(joined.cell(i, 0, 0).has_value(), row[u"left"].toBool());
            QCOMPARE(joined.cell(i, 0, 1).has_value(), row[u"right"].toBool());
            for (int column = 0; column < 2; ++column)
                QCOMPARE(
                    static_cast<bool>(joined.rows[i].differs[static_cast<std::size_t>(column)]),
                    row[u"differs"][column].toBool());
        }
    }
}

void TestArtifactsContract::loggedArtifactsAreUnderstood()
{
    const auto images = backend_->listArtifacts(runId_, "images", {});
    QVERIFY2(images, images ? "" : qPrintable(images.error().message));
    std::vector<std::string> paths;
    for (const auto& entry : *images)
        paths.push_back(entry.path);
    QCOMPARE(paths.size(), 6U); // each step twice: as it is, and compressed
    const auto series = imageSeries(paths);
    QCOMPARE(series.size(), 1U);
    QCOMPARE(series[0].key, std::string("maps/a b"));
    std::vector<std::int64_t> steps;
    for (const auto& picture : series[0].pictures)
        steps.push_back(picture.step);
    QCOMPARE(steps, (std::vector<std::int64_t>{0, 3, 7}));
    const auto picture = fetch(series[0].pictures[2].path);
    QVERIFY(picture && (*picture)->picture.size() == QSize(16, 12));
    QCOMPARE(qRed((*picture)->picture.pixel(3, 3)), 140);

    const auto table = fetch("eval/table.json");
    QVERIFY(table && (*table)->table);
    QCOMPARE((*table)->table->columns, (std::vector<std::string>{"id", "text"}));
    QCOMPARE((*table)->table->rows[1], (std::vector<std::string>{"2", ""}));
    const auto json = fetch("params.json");
    QVERIFY(json && (*json)->structure);
    QCOMPARE((*json)->structure->find("nan")->text, std::string("NaN"));
    const auto yaml = fetch("params.yaml");
    QVERIFY(yaml && (*yaml)->structure);
    QCOMPARE((*yaml)->structure->find("opt")->find("betas")->items[1].text, std::string("0.99"));

    const auto expected = expected_[u"logged"][u"matrix"].toArray();
    for (const char* path : {"confusion_matrix.json", "confusion.csv"}) {
        const auto matrix = fetch(path);
        QVERIFY(matrix && (*matrix)->matrix);
        const auto& values = (*matrix)->matrix->values;
        QCOMPARE(static_cast<qsizetype>(values.size()), expected.size());
        for (qsizetype i = 0; i < expected.size(); ++i)
            for (qsizetype j = 0; j < expected.size(); ++j)
                QCOMPARE(values[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)],
                         expected[i][j].toDouble());
        QCOMPARE((*matrix)->matrix->accuracy(), expected_[u"logged"][u"accuracy"].toDouble());
    }
}

void TestArtifactsContract::parquetIsWhatPandasReads()
{
    const auto content = fetch("eval/scores.parquet");
    QVERIFY2(content, content ? "" : qPrintable(content.error().message));
    QCOMPARE((*content)->note, QStringLiteral("The first 1,000 of 3,000 rows."));
    QVERIFY((*content)->table.has_value());
    const auto& table = *(*content)->table;
    QCOMPARE(table.columns, (std::vector<std::string>{"id", "score", "wine", "at"}));
    const auto rows = expected_[u"logged"][u"parquet"].toArray();
    QCOMPARE(static_cast<qsizetype>(table.rows.size()), rows.size());
    for (qsizetype i = 0; i < rows.size(); ++i) {
        const auto& row = table.rows[static_cast<std::size_t>(i)];
        for (const int column : {0, 2, 3})
            QCOMPARE(QString::fromStdString(row[static_cast<std::size_t>(column)]),
                     rows[i][column].toString());
        if (rows[i][1].isNull())
            QVERIFY(row[1].empty() || row[1] == "nan");
        else
            QCOMPARE(numberIn(row[1]), std::optional(rows[i][1].toDouble()));
    }
}

QTEST_MAIN(TestArtifactsContract)
#include "test_artifacts_contract.moc"
