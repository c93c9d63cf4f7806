// A version with a file of 500 MB goes from a server of MLflow 2 to one of MLflow 3: streamed, in
// constant memory, and what arrives is what left, by its digest on the second server's disk.
#include "services/backends/mlflow_rest/mlflow_rest_registry.h"
#include "services/credentials/memory_credential_store.h"
#include "tests/contract/common/mlflow_server.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <map>
#include <memory>
#include <string>

using namespace binnacle;
using namespace binnacle::contract;

namespace {

constexpr std::int64_t megabytes = 500;

template <class T>
bool wentWell(const Result<T>& result)
{
    if (!result)
        qWarning().noquote() << result.error().message << result.error().detail;
    return result.has_value();
}

// The most memory that this process ever had, in MiB.
double peakMegabytes()
{
    QFile status(QStringLiteral("/proc/self/status"));
    if (!status.open(QIODevice::ReadOnly))
        return 0;
    for (const auto& line : status.readAll().split('\n')) {
        if (line.startsWith("VmHWM:"))
            return line.simplified().split(' ').value(1).toDouble() / 1024.0;
    }
    return 0;
}

// Written in pieces that differ, so that one that is lost or doubled shows.
QByteArray makeLargeFile(const QString& path)
{
    QFile out(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!out.open(QIODevice::WriteOnly))
        return {};
    QByteArray piece(1 << 20, '\0');
    for (std::int64_t i = 0; i < megabytes; ++i) {
        piece.replace(0, 8, QByteArray::number(qint64(i)).rightJustified(8, '0'));
        hash.addData(piece);
        out.write(piece);
    }
    return hash.result();
}

QByteArray digestOf(const QString& path)
{
    QFile in(path);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    return in.open(QIODevice::ReadOnly) && hash.addData(&in) ? hash.result() : QByteArray();
}

} // namespace

class TestRegistryCopy : public QObject
{
    Q_OBJECT
private slots:
    void initTestCase();
    void aLargeModelGoesFromServerToServer();

private:
    struct Side
    {
        QTemporaryDir folder;
        std::unique_ptr<MlflowServer> server;
        std::unique_ptr<MlflowRestRegistry> registry;
    };
    static bool begin(Side& side, const QString& environment);
    // A version of `model` made of the files of `from` (path here → path there).
    static Result<ModelVersion> put(Side& side, const std::string& model,
                                    const std::map<std::string, QString>& files,
                                    const std::string& runId);

    Side staging_, production_;
};

bool TestRegistryCopy::begin(Side& side, const QString& environment)
{
    MlflowServer::Options options;
    options.environment = environment;
    options.folder = side.folder.path();
    auto server = MlflowServer::start(options);
    if (!wentWell(server))
        return false;
    side.server = std::move(*server);
    side.registry = std::make_unique<MlflowRestRegistry>(side.server->address(),
                                                         std::make_shared<MemoryCredentialStore>());
    return true;
}

void TestRegistryCopy::initTestCase()
{
    QVERIFY(begin(staging_, QStringLiteral("mlflow2")));
    QVERIFY(begin(production_, QStringLiteral("mlflow3")));
}

Result<ModelVersion> TestRegistryCopy::put(Side& side, const std::string& model,
                                           const std::map<std::string, QString>& files,
                                           const std::string& runId)
{
    if (auto made = side.registry->createModel(model, {}, {}); !made)
        return failure(made.error());
    const auto folder = side.registry->newVersionFolder(model, {});
    if (!folder)
        return failure(folder.error());
    for (const auto& [path, file] : files) {
        if (auto sent = side.registry->uploadFile(*folder, path, file.toStdString(), {}, {}); !sent)
            return failure(sent.error());
    }
    NewModelVersion version;
    version.model = model;
    version.source = *folder;
    version.runId = runId;
    return side.registry->createVersion(version, {});
}

void TestRegistryCopy::aLargeModelGoesFromServerToServer()
{
    const QTemporaryDir here;
    const auto original = here.filePath(QStringLiteral("original"));
    const auto mlmodel = here.filePath(QStringLiteral("MLmodel"));
    const auto digest = makeLargeFile(original);
    {
        QFile out(mlmodel);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("flavors: {}\n");
    }
    const auto before = peakMegabytes();
    const auto staged =
        put(staging_, "large", {{"MLmodel", mlmodel}, {"data/weights.bin", original}}, {});
    QVERIFY(wentWell(staged));

    // Listed, fetched and sent on, as a promotion does it.
    std::map<std::string, QString> fetched;
    for (const std::string& level : {std::string(), std::string("data")}) {
        const auto entries =
            staging_.registry->listVersionFiles("large", staged->version, level, {});
        QVERIFY(wentWell(entries));
        for (const auto& entry : *entries) {
            if (entry.isFolder)
                continue;
            const auto target = here.filePath(QStringLiteral("fetched%1").arg(fetched.size()));
            QVERIFY(wentWell(staging_.registry->downloadVersionFile(
                "large", staged->version, entry.path, target.toStdString(), {}, {})));
            fetched[entry.path] = target;
        }
    }
    QCOMPARE(fetched.size(), std::size_t(2));
    QCOMPARE(digestOf(fetched["data/weights.bin"]), digest);
    const auto made = put(production_, "large", fetched, staged->runId);
    QVERIFY(wentWell(made));
    const auto grown = peakMegabytes() - before;
    QVERIFY2(grown < 100, qPrintable(QStringLiteral("%1 MiB").arg(grown)));
    qInfo("500 MB twice up and once down: %.0f MiB more than before", grown);

    // The run of the first server is told by a tag: the second one has none of that id.
    QCOMPARE(*findValue(made->tags, "binnacle.source_run_id"), staged->runId);
    QDirIterator files(production_.folder.path(), {QStringLiteral("weights.bin")}, QDir::Files,
                       QDirIterator::Subdirectories);
    QVERIFY(files.hasNext());
    QCOMPARE(digestOf(files.next()), digest);
}

QTEST_GUILESS_MAIN(TestRegistryCopy)
#include "test_registry_copy.moc"
