#include "tests/unit/data/data_files.h"

#include "services/data/versions/dataset_comparison.h"
#include "services/data/versions/dataset_versions.h"
#include "services/data/versions/dvc_files.h"

#include <QProcess>
#include <QTest>

#include <filesystem>

using namespace binnacle;

namespace {

// The real git program, in a folder of the test.
void git(const DataFiles& files, const QStringList& arguments)
{
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(files.path("repo")));
    process.start(QStringLiteral("git"),
                  QStringList{QStringLiteral("-c"), QStringLiteral("user.name=tester"),
                              QStringLiteral("-c"), QStringLiteral("user.email=t@example.org"),
                              QStringLiteral("-c"), QStringLiteral("commit.gpgsign=false")} +
                      arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s", process.readAllStandardError().constData());
}

void commit(const DataFiles& files, const QString& message)
{
    git(files, {QStringLiteral("add"), QStringLiteral("-A")});
    git(files, {QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("-m"), message});
}

void newRepository(const DataFiles& files)
{
    std::filesystem::create_directories(files.path("repo"));
    git(files, {QStringLiteral("init"), QStringLiteral("-q")});
}

Dataset opened(const DataFiles& files, const std::string& path)
{
    auto data = openDataset(files.engine(), {path, {}, {}, {}}, OpenDepth::Whole);
    if (!data)
        qFatal("%s", qPrintable(data.error().message));
    return *data;
}

} // namespace

// Digests as DVC has them, versions that git and DVC know, and two versions beside each other.
class TestDatasetVersions : public QObject
{
    Q_OBJECT
private slots:
    void aDigestIsThatOfMd5sum()
    {
        const DataFiles files;
        QCOMPARE(*datasetDigest(files.write("e.csv", "")),
                 std::string("d41d8cd98f00b204e9800998ecf8427e")); // RFC 1321, A.5
        QCOMPARE(*datasetDigest(files.write("m.csv", "message digest")),
                 std::string("f96b697d7cb7938d525a2f31aaf161d0"));
        QCOMPARE(datasetDigest(files.path("none")).error().kind, Error::Kind::NotFound);
    }

    void aFoldersDigestDoesNotDependOnTheOrderOfItsFiles()
    {
        const std::vector<FileDigest> one = {{"a/b.csv", std::string(32, '1')},
                                             {"a-b.csv", std::string(32, '2')}};
        const std::vector<FileDigest> other = {one[1], one[0]};
        QCOMPARE(manifestDigest(one), manifestDigest(other));
        QVERIFY(manifestDigest(one).ends_with(".dir"));
    }

    void plainGitKnowsVersionsOfAFile()
    {
        const DataFiles files;
        newRepository(files);
        files.write("repo/data/t.csv", "id,x\n1,10\n2,20\n");
        commit(files, QStringLiteral("first data"));
        files.write("repo/notes.txt", "nothing of data");
        commit(files, QStringLiteral("a note"));
        files.write("repo/data/t.csv", "id,x\n1,10\n2,25\n3,30\n");
        commit(files, QStringLiteral("와인 data"));
        const auto versions = datasetVersions(files.path("repo/data/t.csv"));
        QVERIFY2(versions, versions ? "" : qPrintable(versions.error().message));
        QCOMPARE(versions->size(), 2U);
        QCOMPARE(versions->at(0).subject, std::string("와인 data"));
        QCOMPARE(versions->at(1).subject, std::string("first data"));
        QCOMPARE(versions->at(1).size, 15);
        QVERIFY(versions->at(1).time > 1'500'000'000'000);
        const auto before = placeVersion(versions->at(1), files.path("placed"));
        const auto after = placeVersion(versions->at(0), files.path("placed"));
        QVERIFY(before && after);
        const auto comparison =
            compareDatasets(opened(files, *before), opened(files, *after), {"id"});
        QVERIFY2(comparison, comparison ? "" : qPrintable(comparison.error().detail));
        QCOMPARE(comparison->rows->added, 1);
        QCOMPARE(comparison->rows->removed, 0);
        QCOMPARE(comparison->rows->changed, 1);
        QCOMPARE(comparison->rows->addedExamples, (std::vector<std::string>{"3"}));
        QCOMPARE(comparison->rows->changedExamples, (std::vector<std::string>{"2"}));
        QCOMPARE(comparison->rows->changedColumns, (std::vector<ValueCount>{{"x", 1}}));
        const auto folder = datasetVersions(files.path("repo/data"));
        QVERIFY(folder && folder->size() == 2);
    }

    // Written in DVC's documented form, not by DVC itself.
    void dvcVersionsAreReadFromHistoryAndCache()
    {
        const DataFiles files;
        newRepository(files);
        const auto cached = [&](const std::string& bytes) {
            const auto digest = *fileMd5(files.write("blob", bytes), {});
            files.write("repo/.dvc/cache/files/md5/" + digest.substr(0, 2) + "/" + digest.substr(2),
                        bytes);
            return digest;
        };
        const auto name = [&](const std::string& digest) {
            files.write("repo/t.csv.dvc",
                        "outs:\n- md5: " + digest + "\n  size: 9\n  hash: md5\n  path: t.csv\n");
        };
        files.write("repo/.gitignore", "/t.csv\n/.dvc/cache\n");
        name(cached("id\n1\n2\n"));
        commit(files, QStringLiteral("one"));
        name(std::string(32, 'a'));
        commit(files, QStringLiteral("never fetched"));
        files.write("repo/t.csv.dvc", "outs: [\n");
        commit(files, QStringLiteral("broken"));
        name(cached("id\n1\n2\n3\n"));
        commit(files, QStringLiteral("three"));
        const auto versions = datasetVersions(files.path("repo/t.csv"));
        QVERIFY2(versions, versions ? "" : qPrintable(versions.error().message));
        QCOMPARE(versions->size(), 3U);
        QVERIFY(versions->at(0).available && !versions->at(1).available);
        QCOMPARE(versions->at(0).keeper, DatasetVersion::Keeper::Dvc);
        const auto placed = placeVersion(versions->at(0), files.path("placed"));
        QVERIFY2(placed, placed ? "" : qPrintable(placed.error().message));
        QCOMPARE(opened(files, *placed).rows, std::optional<std::int64_t>(3));
        QCOMPARE(*datasetDigest(*placed), versions->at(0).digest);
        const auto absent = placeVersion(versions->at(1), files.path("placed"));
        QVERIFY(!absent);
        QVERIFY(absent.error().message.contains(QLatin1String("dvc fetch")));
    }

    void aHostileManifestDoesNotLeadOut()
    {
        for (const char* path : {"../x.csv", "/etc/passwd", "a/../../x", ""}) {
            const auto text = std::string("[{\"md5\": \"") + std::string(32, 'a') +
                              "\", \"relpath\": \"" + path + "\"}]";
            QVERIFY(!readDvcManifest(text));
        }
        QVERIFY(!readDvcManifest("{}"));
        QVERIFY(!dvcCacheFile("/tmp", "../../etc/passwd"));
        const auto lock = readDvcFile("schema: '2.0'\nstages:\n  prepare:\n    cmd: x\n    outs:\n"
                                      "    - path: out\n      md5: " +
                                      std::string(32, 'b') + ".dir\n      nfiles: 3\n");
        QVERIFY(lock && lock->size() == 1);
        QCOMPARE(lock->front().stage, std::string("prepare"));
        QCOMPARE(lock->front().files, 3);
    }

    void withoutARepositoryItIsSaid()
    {
        const DataFiles files;
        files.write("plain/t.csv", "a\n1\n");
        QCOMPARE(datasetVersions(files.path("plain/t.csv")).error().kind, Error::Kind::NotFound);
    }

    void schemasAndKeysThatNameNoRow()
    {
        const DataFiles files;
        files.write("a.csv", "id,x,gone\n1,1,a\n1,2,b\n");
        files.write("b.csv", "id,x,new\n1,1.5,a\n2,2,b\n");
        const auto before = opened(files, files.path("a.csv"));
        const auto after = opened(files, files.path("b.csv"));
        const auto comparison = compareDatasets(before, after, {"id"});
        QVERIFY(comparison.has_value());
        QVERIFY(comparison->rows->ambiguous);
        QCOMPARE(comparison->schema.size(), 3U);
        QCOMPARE(comparison->schema[0],
                 (ColumnChange{ColumnChange::Kind::Type, "x", "BIGINT", "DOUBLE"}));
        QCOMPARE(comparison->schema[1].kind, ColumnChange::Kind::Removed);
        QCOMPARE(comparison->schema[2].kind, ColumnChange::Kind::Added);
        QCOMPARE(compareDatasets(before, after, {"nothing"}).error().kind, Error::Kind::NotFound);
    }
};

QTEST_GUILESS_MAIN(TestDatasetVersions)
#include "test_dataset_versions.moc"
