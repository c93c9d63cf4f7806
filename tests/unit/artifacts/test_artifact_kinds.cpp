#include "services/artifacts/artifact_kind.h"
#include "services/artifacts/image_steps.h"

#include <QTest>

using namespace binnacle;

// What an artifact is, by name and first bytes; pictures of a key by step.
class TestArtifactKinds : public QObject
{
    Q_OBJECT
private slots:
    void kindByNameAndBytes_data()
    {
        QTest::addColumn<QString>("path");
        QTest::addColumn<QByteArray>("head");
        QTest::addColumn<int>("kind");
        const auto row = [](const char* path, const QByteArray& head, ArtifactKind kind) {
            QTest::newRow(path) << QString::fromLatin1(path) << head << static_cast<int>(kind);
        };
        const QByteArray png("\x89PNG\r\n\x1a\n\0\0", 10);
        row("a/plot.png", png, ArtifactKind::Picture);
        row("plot_without_ending", png, ArtifactKind::Picture);
        row("fake.png", "just words", ArtifactKind::Text);
        row("model/model.pkl", "anything", ArtifactKind::Pickle);
        row("weights", QByteArray("\x80\x04\x95\x01", 4), ArtifactKind::Pickle);
        row("notes.MD", "# Title", ArtifactKind::Markdown);
        row("report.html", "<html>", ArtifactKind::Html);
        row("model/MLmodel", "flavors:", ArtifactKind::Yaml);
        row("env.yml", "name: x", ArtifactKind::Yaml);
        row("d.json", "{}", ArtifactKind::Json);
        row("config", " {\"a\": 1}", ArtifactKind::Json);
        row("t.csv", "a,b", ArtifactKind::Csv);
        row("t.tsv", "a\tb", ArtifactKind::Tsv);
        row("x.csv", QByteArray("a\0b", 3), ArtifactKind::Binary);
        row("scores.parquet", QByteArray("PAR1\x15\x04", 6), ArtifactKind::Parquet);
        row("text.parquet", "just words", ArtifactKind::Text);
        row("logo.svg", "<svg/>", ArtifactKind::Svg);
        row("train.py", "import os", ArtifactKind::Text);
        row("BMW.txt", "BMW is a car maker", ArtifactKind::Text);
        row("empty", "", ArtifactKind::Text);
    }
    void kindByNameAndBytes()
    {
        QFETCH(QString, path);
        QFETCH(QByteArray, head);
        QFETCH(int, kind);
        QCOMPARE(static_cast<int>(artifactKind(path.toStdString(), head)), kind);
    }

    void binaryFilesAreNamed()
    {
        QVERIFY(binaryFormat("m.parquet", "PAR1\x15").contains(QStringLiteral("Parquet")));
        QVERIFY(binaryFormat("m.pt", QByteArray("PK\x03\x04")).contains(QStringLiteral("PyTorch")));
        QVERIFY(binaryFormat("m.bin", QByteArray("\0\1\2", 3)).isEmpty());
        QCOMPARE(hexDump(QByteArray("\x89PNG", 4)).trimmed(),
                 QStringLiteral("00000000  89 50 4e 47                                      .PNG"));
    }

    void loggedImagesAreFoundByKeyAndStep()
    {
        // As MLflow 3.17.2 and 2.22.5 write them.
        const std::vector<std::string> paths = {
            "images/dogs~a b+step+1+timestamp+1795575927665+28a3eea6-a176-45d3-8f04-48ec65b09dea."
            "png",
            "images/dogs~a b+step+1+timestamp+1795575927665+28a3eea6-a176-45d3-8f04-48ec65b09dea+"
            "compressed.webp",
            "images/dogs~a b+step+0+timestamp+1795575927634+d5eedb08-f5db-4d71-bb54-a12e7ba6cddf."
            "png",
            "images/dogs~a b+step+0+timestamp+1795575929999+aaaadb08-f5db-4d71-bb54-a12e7ba6cddf."
            "png",
            "images/cats#b%step%7%timestamp%17%gaaa-bbb.png",
            "d.json"};
        const auto series = imageSeries(paths);
        QCOMPARE(series.size(), 2U);
        QCOMPARE(series[0].key, std::string("cats/b"));
        QCOMPARE(series[0].pictures[0].step, 7);
        QCOMPARE(series[1].key, std::string("dogs/a b"));
        QCOMPARE(series[1].pictures.size(), 2U);
        QCOMPARE(series[1].pictures[0].path, paths[3]); // the latest of step 0
        QCOMPARE(series[1].pictures[1].path, paths[0]);
    }

    void numberedFilesAreOneSeries()
    {
        const std::vector<std::string> paths = {"plots/mask_step_10.png",
                                                "plots/mask_step_2.png",
                                                "plots/roc.png",
                                                "plots/roc2.png",
                                                "epoch-001.jpg",
                                                "epoch-002.jpg",
                                                "images/odd+step+x+timestamp+1+u.png",
                                                "a99999999999999999999999.png"};
        const auto series = imageSeries(paths);
        QCOMPARE(series.size(), 2U);
        QCOMPARE(series[0].key, std::string("epoch-"));
        QCOMPARE(series[1].key, std::string("plots/mask"));
        QCOMPARE(series[1].pictures[0].step, 2);
        QCOMPARE(series[1].pictures[1].step, 10);
    }
};

QTEST_APPLESS_MAIN(TestArtifactKinds)
#include "test_artifact_kinds.moc"
