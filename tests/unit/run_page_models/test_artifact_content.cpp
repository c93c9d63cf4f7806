#include "models/artifact_content.h"
#include "models/artifact_picture.h"
#include "models/artifact_table_model.h"
#include "models/run_models.h"
#include "models/structure_model.h"
#include "tests/unit/artifacts/parquet_bytes.h"
#include "tests/unit/run_page_models/folder_backend.h"

#include <QAbstractItemModelTester>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;
using namespace binnacle::test;

// One artifact: fetched as far as it is shown, and taken apart as far as it is safe to.
class TestArtifactContent : public QObject
{
    Q_OBJECT
    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<FolderBackend> backend_;

    ArtifactContent read(const char* path, const QByteArray& bytes)
    {
        putArtifact(folder_->path(), "run", path, bytes);
        const auto content =
            fetchArtifact([this]() -> Result<std::shared_ptr<TrackingBackend>> { return backend_; },
                          "run", path, {}, {});
        if (!content)
            qFatal("%s", qPrintable(content.error().message));
        return **content;
    }

private slots:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        backend_ = std::make_shared<FolderBackend>(folder_->path().toStdString());
    }

    void picturesAreDecodedWhateverTheyAreCalled()
    {
        const auto picture = read("plots/roc.png", pngOf({30, 20}, Qt::red));
        QCOMPARE(picture.picture.size(), QSize(30, 20));
        QCOMPARE(QColor(picture.picture.pixel(5, 5)), QColor(Qt::red));
        const auto damaged = read("bad.png", pngOf({30, 20}, Qt::red).left(40));
        QVERIFY(damaged.picture.isNull());
        QVERIFY(!damaged.note.isEmpty());
        QCOMPARE(read("fake.png", "just words").text, QStringLiteral("just words"));
    }

    void drawingsAreDrawnWithoutWhatReachesOut()
    {
        const auto drawing =
            read("plot.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"40\" height=\"30\">"
                             "<script>x</script><rect width=\"40\" height=\"30\" "
                             "fill=\"#0000ff\"/></svg>");
        QCOMPARE(drawing.picture.size(), QSize(40, 30));
        QCOMPARE(QColor(drawing.picture.pixel(20, 15)), QColor(Qt::blue));
        QVERIFY(drawing.text.contains(QStringLiteral("<script>"))); // as text it is what it is
        QVERIFY(!read("broken.svg", "<svg").note.isEmpty());
        const auto huge = read("huge.svg", "<svg xmlns=\"http://www.w3.org/2000/svg\" "
                                           "width=\"9000000\" height=\"3000000\"><rect "
                                           "width=\"9\" height=\"9\"/></svg>");
        QVERIFY(huge.picture.width() <= 2000);
    }

    void picklesAreNeverOpened()
    {
        const auto pickle = read("model/model.pkl", QByteArray("\x80\x04\x95rest", 7));
        QCOMPARE(pickle.kind, ArtifactKind::Pickle);
        QVERIFY(pickle.note.contains(QStringLiteral("does not open it")));
        QVERIFY(pickle.text.isEmpty());
        // hashlib.sha256(b"\x80\x04\x95rest").hexdigest()
        QCOMPARE(pickle.sha256.toHex().left(16), QByteArray("3a3f4d0de931e7bd"));
    }

    void structuresTablesAndMatricesAreFound()
    {
        const auto table = read("eval/table.json", R"({"columns":["id"],"data":[[1],[2]]})");
        QVERIFY(table.structure && table.table);
        QCOMPARE(table.table->rows.size(), 2U);
        QVERIFY(read("confusion_matrix.json", "[[3, 1], [0, 4]]").matrix.has_value());
        QVERIFY(!read("square.json", "[[3, 1], [0, 4]]").matrix.has_value());
        QVERIFY(read("p.csv", "a,b\n1,2\n").table.has_value());
        QVERIFY(read("MLmodel", "flavors:\n  sklearn: {}\n").structure.has_value());
        const auto broken = read("x.json", "{");
        QVERIFY(!broken.structure && !broken.note.isEmpty());
        QCOMPARE(broken.text, QStringLiteral("{"));
    }

    void parquetIsATableFromItsBeginning()
    {
        const auto whole = read("eval/t.parquet", parquetOf("SELECT i FROM range(12) t(i)"));
        QCOMPARE(whole.kind, ArtifactKind::Parquet);
        QVERIFY(whole.table && whole.table->rows.size() == 12 && whole.note.isEmpty());
        QVERIFY(!whole.sha256.isEmpty());
        const auto longer = read("eval/l", parquetOf("SELECT i, 2 AS two FROM range(31234) t(i)"));
        QCOMPARE(longer.note, QStringLiteral("The first 1,000 of 31,234 rows."));
        QVERIFY(longer.table->cut);
        const auto bytes = parquetOf("SELECT i FROM range(12) t(i)");
        const auto damaged = read("bad.parquet", bytes.left(bytes.size() - 9));
        QVERIFY(!damaged.table);
        QVERIFY(damaged.note.contains(QStringLiteral("damaged or not complete")));
        QVERIFY(read("confusion_matrix.parquet", parquetOf("SELECT 3 AS cat, 1 AS dog UNION ALL "
                                                           "SELECT 0, 4"))
                    .matrix.has_value());
    }

    void largeTextIsShownFromItsBeginning()
    {
        QByteArray lines;
        while (lines.size() < 24'000'000)
            lines += "한글 step " + QByteArray::number(lines.size()) + "\n";
        const auto log = read("train.log", lines);
        QVERIFY(log.cut);
        QCOMPARE(log.size, lines.size());
        QVERIFY(log.text.size() <= mostArtifactText);
        QVERIFY(!log.text.contains(QChar::ReplacementCharacter));
        QVERIFY(log.note.contains(QStringLiteral("24")));
    }

    void aStopIsAStop()
    {
        putArtifact(folder_->path(), "run", "a.txt", QByteArray(9'000'000, 'x'));
        std::stop_source stop;
        const auto content = fetchArtifact(
            [this]() -> Result<std::shared_ptr<TrackingBackend>> { return backend_; }, "run",
            "a.txt", [&](TransferProgress) { stop.request_stop(); }, stop.get_token());
        QVERIFY(!content);
        QCOMPARE(content.error().kind, Error::Kind::Cancelled);
    }

    void structureModelKeepsTheRules()
    {
        StructureModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setDocument(*parseJson(R"({"opt": {"lr": 0.1, "betas": [0.9, null]}, "n": NaN})"));
        QCOMPARE(model.rowCount(), 2);
        const auto opt = model.index(0, 0);
        QCOMPARE(opt.data().toString(), QStringLiteral("opt"));
        QCOMPARE(model.index(0, 1, opt).data().toString(), QStringLiteral("0.1"));
        const auto betas = model.index(1, 0, opt);
        QCOMPARE(model.index(1, 0, betas).data().toString(), QStringLiteral("[1]"));
        QCOMPARE(model.index(1, 1, betas).data().toString(), QStringLiteral("null"));
        QCOMPARE(model.index(1, 1).data().toString(), QStringLiteral("NaN"));
        model.setDocument(*parseJson("3"));
        QCOMPARE(model.rowCount(), 1);
        model.setDocument(*parseJson("{}"));
        QCOMPARE(model.rowCount(), 0);
    }

    void tableModelAlignsNumbersAndSortsThem()
    {
        ArtifactTableModel model;
        const QAbstractItemModelTester tester(
            &model, QAbstractItemModelTester::FailureReportingMode::QtTest);
        model.setTable(*readDelimited("name,p\na,10\nb,9\n,\n", ','));
        QCOMPARE(model.rowCount(), 3);
        const auto alignment = model.index(0, 1).data(Qt::TextAlignmentRole).value<Qt::Alignment>();
        QVERIFY(alignment.testFlag(Qt::AlignRight));
        QCOMPARE(model.index(0, 1).data(ArtifactTableModel::SortRole).toDouble(), 10.0);
        QCOMPARE(model.index(2, 1).data().toString(), QStringLiteral("–"));
        model.setTable({});
        QCOMPARE(model.columnCount(), 0);
    }

    void modelsOfBothGenerationsAreKnown()
    {
        Run run;
        run.tags = {{"mlflow.log-model.history",
                     R"([{"artifact_path": "old", "utc_time_created": "2024-05-01 10:00:00.5"},)"
                     R"( {"artifact_path": "new"}])"}};
        LoggedModel logged;
        logged.id = "m-1";
        logged.name = "new";
        const auto models = modelsOf(run, {logged});
        QCOMPARE(models.size(), 2U);
        QCOMPARE(models[0].id, QStringLiteral("m-1"));
        QCOMPARE(models[1].path, std::string("old"));
        QCOMPARE(*models[1].created, 1714557600000LL); // 2024-05-01T10:00:00Z
        run.tags.front().value = "not JSON";
        QCOMPARE(modelsOf(run, {}).size(), 0U);
    }

    void mlmodelTellsFlavorsAndSignature()
    {
        // As mlflow.sklearn.log_model of MLflow 3.17.2 writes it, shortened.
        const auto facts = modelFacts(*parseModelFile(
            "flavors:\n  python_function:\n    python_version: 3.11.2\n  sklearn:\n"
            "    sklearn_version: 1.5.2\nmlflow_version: 3.17.2\nmodel_size_bytes: 1234\n"
            "signature:\n  inputs: '[{\"type\": \"double\", \"name\": \"x\", \"required\": true},"
            " {\"type\": \"long\", \"name\": \"y\", \"required\": false}]'\n"
            "  outputs: '[{\"type\": \"tensor\", \"tensor-spec\": {\"dtype\": \"int64\","
            " \"shape\": [-1]}}]'\n  params: null\n"));
        QCOMPARE(facts.flavors,
                 (QStringList{QStringLiteral("python_function"), QStringLiteral("sklearn 1.5.2")}));
        QCOMPARE(facts.inputs,
                 (QStringList{QStringLiteral("x: double"), QStringLiteral("y: long (optional)")}));
        QCOMPARE(facts.outputs, QStringList{QStringLiteral("int64 [-1]")});
        QVERIFY(facts.params.isEmpty());
        QCOMPARE(facts.pythonVersion, QStringLiteral("3.11.2"));
    }
};

QTEST_MAIN(TestArtifactContent)
#include "test_artifact_content.moc"
