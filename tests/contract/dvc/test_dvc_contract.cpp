// Versions of datasets beside what the real dvc made: digests, history, folders, pipelines.

#include "services/data/dataset_open.h"
#include "services/data/versions/dataset_comparison.h"
#include "services/data/versions/dataset_digest.h"
#include "services/data/versions/dataset_versions.h"
#include "services/data/versions/dvc_files.h"
#include "tests/contract/common/contract_environment.h"

#include <QDir>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <memory>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

// A git repository with a DVC project in it, made by the programs themselves.
class Repository
{
public:
    Repository()
    {
        run(QStringLiteral("git"), {QStringLiteral("init"), QStringLiteral("-q")});
        dvc({QStringLiteral("init"), QStringLiteral("-q")});
        commit(QStringLiteral("begin"));
    }
    std::string path(const char* name) const
    {
        return folder_.filePath(QLatin1String(name)).toStdString();
    }
    void write(const char* name, const QByteArray& bytes) const
    {
        const auto file = folder_.filePath(QLatin1String(name));
        QDir().mkpath(QFileInfo(file).path());
        QFile::remove(file); // DVC may have linked it to its cache
        QFile out(file);
        if (!out.open(QIODevice::WriteOnly) || out.write(bytes) != bytes.size())
            qFatal("%s was not written", name);
    }
    QByteArray read(const char* name) const
    {
        QFile in(folder_.filePath(QLatin1String(name)));
        return in.open(QIODevice::ReadOnly) ? in.readAll() : QByteArray();
    }
    void dvc(const QStringList& arguments) const
    {
        run(python(QStringLiteral("dvc")),
            QStringList{QStringLiteral("-m"), QStringLiteral("dvc")} + arguments);
    }
    void commit(const QString& message) const
    {
        run(QStringLiteral("git"), {QStringLiteral("add"), QStringLiteral("-A")});
        run(QStringLiteral("git"),
            {QStringLiteral("-c"), QStringLiteral("user.name=tester"), QStringLiteral("-c"),
             QStringLiteral("user.email=t@example.org"), QStringLiteral("-c"),
             QStringLiteral("commit.gpgsign=false"), QStringLiteral("commit"), QStringLiteral("-q"),
             QStringLiteral("-m"), message});
    }

private:
    void run(const QString& program, const QStringList& arguments) const
    {
        QProcess process;
        process.setWorkingDirectory(folder_.path());
        auto environment = pythonEnvironment();
        environment.insert(QStringLiteral("DVC_NO_ANALYTICS"), QStringLiteral("1"));
        environment.insert(QStringLiteral("HOME"), home_.path());
        process.setProcessEnvironment(environment);
        process.start(program, arguments);
        if (!process.waitForFinished(120'000) || process.exitCode() != 0)
            qFatal("%s %s: %s", qPrintable(program), qPrintable(arguments.join(u' ')),
                   process.readAllStandardError().constData());
    }
    QTemporaryDir folder_, home_;
};

// What DVC wrote into its file about its only output.
DvcOutput outputIn(const Repository& repository, const char* file)
{
    const auto outputs = readDvcFile(repository.read(file).toStdString());
    if (!outputs || outputs->size() != 1)
        qFatal("%s names no output", file);
    return outputs->front();
}

QByteArray table(int rows, int step)
{
    QByteArray text = "id,value\n";
    for (int i = 0; i < rows; ++i)
        text += QByteArray::number(i) + ',' + QByteArray::number(i * step) + '\n';
    return text;
}

} // namespace

class TestDvcContract : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase()
    {
        QVERIFY2(!python(QStringLiteral("dvc")).isEmpty(),
                 "the environment “dvc” is not installed: scripts/setup.sh check");
        repository_ = std::make_unique<Repository>();
    }

    void aFileHasTheDigestAndTheHistoryThatDvcGaveIt()
    {
        const auto& repository = *repository_;
        repository.write("data/values.csv", table(100, 2));
        repository.dvc(
            {QStringLiteral("add"), QStringLiteral("-q"), QStringLiteral("data/values.csv")});
        repository.commit(QStringLiteral("a hundred values"));
        const auto first = outputIn(repository, "data/values.csv.dvc");
        QCOMPARE(*datasetDigest(repository.path("data/values.csv")), first.digest);
        repository.write("data/values.csv", table(120, 3));
        repository.dvc(
            {QStringLiteral("add"), QStringLiteral("-q"), QStringLiteral("data/values.csv")});
        repository.commit(QStringLiteral("more of them"));
        repository.write("README", "nothing of the data\n");
        repository.commit(QStringLiteral("words"));
        const auto second = outputIn(repository, "data/values.csv.dvc");

        const auto versions = datasetVersions(repository.path("data/values.csv"));
        QVERIFY2(versions, versions ? "" : qPrintable(versions.error().message));
        QCOMPARE(versions->size(), 2U);
        QCOMPARE(versions->at(0).digest, second.digest);
        QCOMPARE(versions->at(1).digest, first.digest);
        QCOMPARE(versions->at(1).subject, std::string("a hundred values"));
        QCOMPARE(versions->at(0).keeper, DatasetVersion::Keeper::Dvc);
        QCOMPARE(versions->at(0).size, second.size);
        QVERIFY(versions->at(0).available && versions->at(1).available);

        const QTemporaryDir placed;
        const auto old = placeVersion(versions->at(1), placed.path().toStdString());
        QVERIFY(old.has_value());
        QCOMPARE(*datasetDigest(*old), first.digest);
        const auto engine = *DuckDbEngine::open();
        const auto before = openDataset(engine, {*old, {}, {}, {}}, OpenDepth::Whole);
        const auto after =
            openDataset(engine, {repository.path("data/values.csv"), {}, {}, {}}, OpenDepth::Whole);
        const auto comparison = compareDatasets(*before, *after, {"id"});
        QCOMPARE(comparison->rowsBefore, 100);
        QCOMPARE(comparison->rowsAfter, 120);
        QCOMPARE(comparison->rows->added, 20);
        QCOMPARE(comparison->rows->removed, 0);
        QCOMPARE(comparison->rows->changed, 99); // all but 0 · 2 = 0 · 3
    }

    void aFolderHasTheDigestOfItsManifest()
    {
        const auto& repository = *repository_;
        repository.write("parts/a-b.csv", table(3, 1));
        repository.write("parts/a/1.csv", table(4, 1));
        repository.write("parts/한글.csv", table(5, 1));
        repository.dvc({QStringLiteral("add"), QStringLiteral("-q"), QStringLiteral("parts")});
        repository.commit(QStringLiteral("a folder"));
        const auto output = outputIn(repository, "parts.dvc");
        QVERIFY(output.digest.ends_with(".dir"));
        QCOMPARE(*datasetDigest(repository.path("parts")), output.digest);
        const auto versions = datasetVersions(repository.path("parts"));
        QCOMPARE(versions->size(), 1U);
        QCOMPARE(versions->front().files, 3);
        const QTemporaryDir placed;
        const auto folder = placeVersion(versions->front(), placed.path().toStdString());
        QVERIFY2(folder, folder ? "" : qPrintable(folder.error().message));
        const auto data =
            openDataset(*DuckDbEngine::open(), {*folder, {}, {}, {}}, OpenDepth::Whole);
        QVERIFY2(data, data ? "" : qPrintable(data.error().message));
        QCOMPARE(data->rows.value_or(0), 12);
    }

    void anOutputOfAPipelineIsFoundInTheLock()
    {
        const auto& repository = *repository_;
        repository.write("double.py", "import sys\n"
                                      "rows = open('data/values.csv').read().split('\\n')\n"
                                      "open('doubled.csv', 'w').write('\\n'.join(rows[:11]))\n");
        repository.dvc({QStringLiteral("stage"), QStringLiteral("add"), QStringLiteral("-q"),
                        QStringLiteral("-n"), QStringLiteral("double"), QStringLiteral("-d"),
                        QStringLiteral("double.py"), QStringLiteral("-d"),
                        QStringLiteral("data/values.csv"), QStringLiteral("-o"),
                        QStringLiteral("doubled.csv"), QStringLiteral("python3 double.py")});
        repository.dvc({QStringLiteral("repro"), QStringLiteral("-q")});
        repository.commit(QStringLiteral("a pipeline"));
        const auto outputs = readDvcFile(repository.read("dvc.lock").toStdString());
        QVERIFY(outputs.has_value() && outputs->size() == 1);
        QCOMPARE(outputs->front().stage, std::string("double"));
        QCOMPARE(*datasetDigest(repository.path("doubled.csv")), outputs->front().digest);
        const auto versions = datasetVersions(repository.path("doubled.csv"));
        QCOMPARE(versions->size(), 1U);
        QCOMPARE(versions->front().digest, outputs->front().digest);
        QCOMPARE(versions->front().subject, std::string("a pipeline"));
    }

    void whatIsNotInTheCacheIsNotThere()
    {
        const auto& repository = *repository_;
        auto versions = datasetVersions(repository.path("data/values.csv"));
        const auto kept = dvcCacheFile(versions->at(1).cache, versions->at(1).digest);
        QVERIFY(kept.has_value());
        QVERIFY(QFile::remove(QString::fromStdString(*kept)));
        versions = datasetVersions(repository.path("data/values.csv"));
        QVERIFY(!versions->at(1).available && versions->at(0).available);
        const QTemporaryDir placed;
        const auto old = placeVersion(versions->at(1), placed.path().toStdString());
        QVERIFY(!old && old.error().message.contains(QStringLiteral("dvc fetch")));
    }

private:
    std::unique_ptr<Repository> repository_;
};

QTEST_GUILESS_MAIN(TestDvcContract)
#include "test_dvc_contract.moc"
