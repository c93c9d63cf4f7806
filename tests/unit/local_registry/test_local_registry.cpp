#include "services/backends/local_registry/local_registry.h"
#include "services/backends/local_registry/local_registry_kind.h"
#include "services/registry/model_file_reader.h"
#include "services/registry/register_version.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/model_file_cache.h"
#include "services/workspace/registry_reader.h"
#include "services/workspace/source_store.h"

#include <QCryptographicHash>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

#include <filesystem>
#include <fstream>

using namespace binnacle;
namespace fs = std::filesystem;

namespace {

template <class T>
bool wentWell(const Result<T>& result)
{
    if (!result)
        qWarning().noquote() << result.error().message << result.error().detail;
    return result.has_value();
}

void write(const fs::path& file, const std::string& text)
{
    fs::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

std::string content(const fs::path& file)
{
    std::ifstream in(file, std::ios::binary);
    return {std::istreambuf_iterator<char>(in), std::istreambuf_iterator<char>()};
}

std::string sha256(const std::string& text)
{
    return QCryptographicHash::hash(QByteArray::fromStdString(text), QCryptographicHash::Sha256)
        .toHex()
        .toStdString();
}

} // namespace

// A registry without a server, and how it is mirrored.
class TestLocalRegistry : public QObject
{
    Q_OBJECT
private slots:
    void init();
    void aSourceIsMadeAndRecognised();
    void aFolderBecomesAVersion();
    void theSameContentIsKeptOnce();
    void aDamagedFileIsNotGivenOut();
    void aVersionIsCopied();
    void uploadsBecomeAVersion();
    void numbersAreNotGivenAgain();
    void aliasesAndTagsChange();
    void whatIsDeletedLeavesNoFiles();
    void aFolderThatIsGoneIsOutOfReach();
    void aPassMirrorsIt();
    void aQuickPassSeesAMovedAlias();
    void aFailedRegistryDoesNotFailThePass();
    void aFolderIsRegisteredInOneGo();

private:
    NewModelVersion fromFolder(const std::string& model) const
    {
        NewModelVersion version;
        version.model = model;
        version.source = (fs::path(folder_->path().toStdString()) / "made").string();
        return version;
    }
    fs::path place() const { return fs::path(folder_->path().toStdString()) / "registry"; }
    fs::path target() const { return fs::path(folder_->path().toStdString()) / "copy"; }
    Result<SyncProgress> pass(bool full) const
    {
        const auto kind = localRegistryKind();
        return MirrorPass(workspace_, *kind.open(source_), source_, *kind.openRegistry(source_))
            .run(full, HistoryMode::All, {}, {}, {});
    }
    std::int64_t objects() const
    {
        std::int64_t count = 0;
        for (const auto& entry : fs::recursive_directory_iterator(place() / "objects"))
            count += entry.is_regular_file() ? 1 : 0;
        return count;
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::unique_ptr<LocalRegistry> registry_;
    std::shared_ptr<Workspace> workspace_;
    Source source_;
};

void TestLocalRegistry::init()
{
    folder_ = std::make_unique<QTemporaryDir>();
    const fs::path made = fs::path(folder_->path().toStdString()) / "made";
    write(made / "MLmodel", "flavors:\n  sklearn:\n    sklearn_version: 1.5.2\n");
    write(made / "data" / "weights ü.bin", std::string(100'000, 'w'));
    QVERIFY(wentWell(createLocalRegistry(place())));
    registry_ = std::make_unique<LocalRegistry>(place());
    workspace_ = Workspace::open(folder_->filePath(QStringLiteral("w.db")).toStdString()).value();
    source_ = {{}, "mine", "local-registry", "registry:" + place().string()};
    source_.id = SourceStore(workspace_).add(source_).value();
}

void TestLocalRegistry::aSourceIsMadeAndRecognised()
{
    const auto kind = localRegistryKind();
    const auto fresh = folder_->filePath(QStringLiteral("fresh")).toStdString();
    QVERIFY(!kind.recognise(fresh)); // a folder without a registry is none
    QCOMPARE(kind.recognise("registry:" + fresh + '/'), std::optional("registry:" + fresh));
    const Source source{{}, "fresh", kind.kind, "registry:" + fresh};
    QVERIFY(wentWell(kind.prepare(source)));
    QVERIFY(wentWell(kind.prepare(source))); // again does no harm
    QCOMPARE(kind.recognise(fresh), std::optional("registry:" + fresh));
    QCOMPARE((*kind.open(source))->probe({})->product, std::string("local registry"));
}

void TestLocalRegistry::aFolderBecomesAVersion()
{
    QVERIFY(wentWell(registry_->createModel("wine", "of Portugal", {})));
    const auto version = registry_->createVersion(fromFolder("wine"), {});
    QVERIFY(wentWell(version));
    QCOMPARE(version->version, std::string("1"));
    QCOMPARE(version->status, std::string("READY"));
    // The digest of the list "digest  path" of all files, as sha256sum prints it.
    const auto expected =
        "sha256:" + sha256(sha256(content(fromFolder("").source + "/MLmodel")) + "  MLmodel\n" +
                           sha256(std::string(100'000, 'w')) + "  data/weights ü.bin\n");
    QCOMPARE(*findValue(version->tags, "binnacle.digest"), expected);
    const auto root = registry_->listVersionFiles("wine", "1", "", {});
    QVERIFY(wentWell(root));
    QCOMPARE(root->size(), std::size_t(2));
    QVERIFY(!root->at(0).isFolder);
    QVERIFY(root->at(1).isFolder);
    const auto data = registry_->listVersionFiles("wine", "1", "data", {});
    QCOMPARE(data->at(0).size, std::int64_t(100'000));
    QVERIFY(wentWell(
        registry_->downloadVersionFile("wine", "1", "data/weights ü.bin", target(), {}, {})));
    QCOMPARE(content(target()), std::string(100'000, 'w'));
    NewModelVersion nowhere = fromFolder("wine");
    nowhere.source = "/no/such/folder";
    QCOMPARE(registry_->createVersion(nowhere, {}).error().kind, Error::Kind::Invalid);
}

void TestLocalRegistry::theSameContentIsKeptOnce()
{
    QVERIFY(wentWell(registry_->createModel("wine", "", {})));
    const auto first = registry_->createVersion(fromFolder("wine"), {});
    const auto second = registry_->createVersion(fromFolder("wine"), {});
    QVERIFY(wentWell(second));
    QCOMPARE(objects(), std::int64_t(2));
    QCOMPARE(*findValue(first->tags, "binnacle.digest"),
             *findValue(second->tags, "binnacle.digest"));
}

void TestLocalRegistry::aDamagedFileIsNotGivenOut()
{
    QVERIFY(wentWell(registry_->createModel("wine", "", {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("wine"), {})));
    const auto digest = sha256(std::string(100'000, 'w'));
    write(place() / "objects" / digest.substr(0, 2) / digest, std::string(100'000, 'x'));
    const auto damaged =
        registry_->downloadVersionFile("wine", "1", "data/weights ü.bin", target(), {}, {});
    QVERIFY(!damaged);
    QCOMPARE(damaged.error().kind, Error::Kind::Storage);
    QVERIFY(!fs::exists(target()));
}

void TestLocalRegistry::aVersionIsCopied()
{
    QVERIFY(wentWell(registry_->createModel("staging", "", {})));
    QVERIFY(wentWell(registry_->createModel("production", "", {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("staging"), {})));
    NewModelVersion copy;
    copy.model = "production";
    copy.source = "models:/staging/1";
    QVERIFY(wentWell(registry_->createVersion(copy, {})));
    QVERIFY(wentWell(registry_->deleteModel("staging", {})));
    QVERIFY(
        wentWell(registry_->downloadVersionFile("production", "1", "MLmodel", target(), {}, {})));
    copy.source = "models:/staging/1";
    QCOMPARE(registry_->createVersion(copy, {}).error().kind, Error::Kind::NotFound);
}

void TestLocalRegistry::uploadsBecomeAVersion()
{
    QVERIFY(wentWell(registry_->createModel("wine", "", {})));
    const auto upload = registry_->newVersionFolder("wine", {});
    QVERIFY(wentWell(upload));
    const fs::path file = fs::path(fromFolder("").source) / "MLmodel";
    QVERIFY(wentWell(registry_->uploadFile(*upload, "MLmodel", file, {}, {})));
    QVERIFY(!registry_->uploadFile(*upload, "../outside", file, {}, {}));
    NewModelVersion version;
    version.model = "wine";
    version.source = *upload;
    version.runId = "aaa1";
    const auto made = registry_->createVersion(version, {});
    QVERIFY(wentWell(made));
    QCOMPARE(made->runId, std::string("aaa1"));
    QCOMPARE(registry_->createVersion(version, {}).error().kind, Error::Kind::Invalid); // used up
}

void TestLocalRegistry::numbersAreNotGivenAgain()
{
    QVERIFY(wentWell(registry_->createModel("wine", "", {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("wine"), {})));
    QVERIFY(wentWell(registry_->deleteVersion("wine", "1", {})));
    QCOMPARE(registry_->createVersion(fromFolder("wine"), {})->version, std::string("2"));
    QCOMPARE(registry_->createModel("wine", "", {}).error().kind, Error::Kind::Conflict);
}

void TestLocalRegistry::aliasesAndTagsChange()
{
    QVERIFY(wentWell(registry_->createModel("모델 %", "", {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("모델 %"), {})));
    QVERIFY(wentWell(registry_->setAlias("모델 %", "champion", "1", {})));
    QCOMPARE(*registry_->aliasHolder("모델 %", "champion", {}), std::optional<std::string>("1"));
    QCOMPARE(registry_->setAlias("모델 %", "champion", "7", {}).error().kind,
             Error::Kind::NotFound);
    QCOMPARE(registry_->setAlias("모델 %", "latest", "1", {}).error().kind, Error::Kind::Invalid);
    QVERIFY(wentWell(registry_->deleteAlias("모델 %", "champion", {})));
    QVERIFY(!registry_->aliasHolder("모델 %", "champion", {})->has_value());
    QVERIFY(wentWell(registry_->setModelTag("모델 %", "1", "k", "값", {})));
    QVERIFY(wentWell(registry_->describe("모델 %", "1", "first", {})));
    const auto version = registry_->modelVersion("모델 %", "1", {});
    QCOMPARE(*findValue(version->tags, "k"), std::string("값"));
    QCOMPARE(version->description, std::string("first"));
    QCOMPARE(registry_->setStage("모델 %", "1", "Production", {}).error().kind,
             Error::Kind::Unsupported);
    QVERIFY(!registry_->capabilities().stages);
}

void TestLocalRegistry::whatIsDeletedLeavesNoFiles()
{
    QVERIFY(wentWell(registry_->createModel("wine", "", {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("wine"), {})));
    QVERIFY(wentWell(registry_->setAlias("wine", "champion", "1", {})));
    QVERIFY(wentWell(registry_->deleteVersion("wine", "1", {})));
    QVERIFY(registry_->registeredModel("wine", {})->aliases.empty());
    QCOMPARE(objects(), std::int64_t(0));
}

void TestLocalRegistry::aFolderThatIsGoneIsOutOfReach()
{
    fs::rename(place(), place().string() + "-away");
    QCOMPARE(registry_->registeredModel("wine", {}).error().kind, Error::Kind::Network);
    QCOMPARE(pass(true).error().kind, Error::Kind::Network);
    QVERIFY(!fs::exists(place())); // never made by itself: it would look like an empty registry
}

void TestLocalRegistry::aPassMirrorsIt()
{
    QVERIFY(wentWell(registry_->createModel("wine", "", {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("wine"), {})));
    QVERIFY(wentWell(registry_->setAlias("wine", "champion", "1", {})));
    const auto done = pass(true);
    QVERIFY(wentWell(done));
    QCOMPARE(done->modelsDone, std::int64_t(1));
    QCOMPARE(done->versionsDone, std::int64_t(1));
    const RegistryReader reader(workspace_);
    const auto model = reader.find("wine", std::nullopt);
    QVERIFY(wentWell(model));
    const auto version = reader.version(model->row, "@champion");
    QVERIFY(wentWell(version));
    // Its MLmodel was fetched: it is known without the registry.
    fs::rename(place(), place().string() + "-away");
    const auto file = modelFileOf(workspace_, *version, nullptr, {});
    QVERIFY(wentWell(file));
    QCOMPARE(file->flavors.at(0).name, std::string("sklearn"));
}

void TestLocalRegistry::aQuickPassSeesAMovedAlias()
{
    QVERIFY(wentWell(registry_->createModel("wine", "", {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("wine"), {})));
    QVERIFY(wentWell(registry_->createVersion(fromFolder("wine"), {})));
    QVERIFY(wentWell(registry_->setAlias("wine", "champion", "1", {})));
    QVERIFY(wentWell(pass(true)));
    QVERIFY(wentWell(registry_->setAlias("wine", "champion", "2", {})));
    QVERIFY(wentWell(registry_->deleteVersion("wine", "1", {})));
    QVERIFY(wentWell(pass(false)));
    const RegistryReader reader(workspace_);
    const auto model = reader.find("wine", std::nullopt).value();
    QCOMPARE(model.aliases.at(0).alias.version, std::string("2"));
    QVERIFY(!model.aliases.at(0).sinceExact);
    QCOMPARE(model.versions, std::int64_t(1));
    const auto events = reader.events(model.row).value();
    QVERIFY(std::ranges::any_of(events, [](const ModelEvent& event) {
        return event.kind == ModelEvent::Kind::Alias && event.before == "1" && event.after == "2";
    }));
}

void TestLocalRegistry::aFailedRegistryDoesNotFailThePass()
{
    class Broken : public RegistryBackend
    {
    public:
        RegistryCapabilities capabilities() const override { return {}; }
        std::string address() const override { return "broken"; }
        Result<RegistryScanResult> scanRegistry(RegistryScan, const RegistrySink&,
                                                std::stop_token) override
        {
            return failure(Error::Kind::Invalid, QStringLiteral("It is broken."));
        }
        Result<RegisteredModel> registeredModel(const std::string&, std::stop_token) override
        {
            return failure(Error::Kind::Invalid, {});
        }
        Result<ModelVersion> modelVersion(const std::string&, const std::string&,
                                          std::stop_token) override
        {
            return failure(Error::Kind::Invalid, {});
        }
        Result<std::optional<std::string>> aliasHolder(const std::string&, const std::string&,
                                                       std::stop_token) override
        {
            return failure(Error::Kind::Invalid, {});
        }
    };
    const auto done = MirrorPass(workspace_, *localRegistryKind().open(source_), source_,
                                 std::make_shared<Broken>())
                          .run(true, HistoryMode::All, {}, {}, {});
    QVERIFY(wentWell(done));
    QVERIFY2(done->message.contains(QStringLiteral("It is broken.")), qPrintable(done->message));
    QCOMPARE(SourceStore(workspace_).state(source_.id)->reach, SourceState::Reach::Online);
}

void TestLocalRegistry::aFolderIsRegisteredInOneGo()
{
    NewModelVersion made;
    made.model = "wine"; // made where it is not
    made.description = "first";
    std::int64_t bytes = 0;
    const auto version =
        registerFolder(*registry_, made, fromFolder("").source,
                       [&](const RegisterProgress& progress) { bytes = progress.bytes; }, {});
    QVERIFY(wentWell(version));
    QCOMPARE(version->version, std::string("1"));
    QCOMPARE(version->description, std::string("first"));
    QVERIFY(bytes >= 100'000);
    QVERIFY(wentWell(
        registry_->downloadVersionFile("wine", "1", "data/weights ü.bin", target(), {}, {})));
    const auto none = registerFolder(*registry_, made, folder_->path().toStdString(), {}, {});
    QVERIFY(!none); // no MLmodel there
    QCOMPARE(none.error().kind, Error::Kind::Invalid);
    std::stop_source stop;
    stop.request_stop();
    QCOMPARE(
        registerFolder(*registry_, made, fromFolder("").source, {}, stop.get_token()).error().kind,
        Error::Kind::Cancelled);
    QCOMPARE(registry_->registeredModel("wine", {})->aliases.size(), std::size_t(0));
}

QTEST_GUILESS_MAIN(TestLocalRegistry)
#include "test_local_registry.moc"
