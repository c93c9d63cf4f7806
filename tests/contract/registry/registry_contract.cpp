#include "tests/contract/registry/registry_contract.h"

#include "tests/contract/common/contract_environment.h"

#include <QCryptographicHash>
#include <QDirIterator>
#include <QFile>
#include <QJsonDocument>
#include <QTest>

#include <algorithm>
#include <map>
#include <set>
#include <thread>

namespace binnacle::contract {

namespace {

constexpr int modelsMade = 300;

template <class T>
bool wentWell(const Result<T>& result)
{
    if (!result)
        qWarning().noquote() << result.error().message << result.error().detail;
    return result.has_value();
}

std::string text(const QJsonValue& value)
{
    return value.toString().toStdString();
}

QJsonObject objectOf(const std::vector<KeyValue>& pairs)
{
    QJsonObject object;
    for (const auto& [key, value] : pairs)
        object.insert(QString::fromStdString(key), QString::fromStdString(value));
    return object;
}

QJsonValue timeValue(std::optional<std::int64_t> time)
{
    return time ? QJsonValue(static_cast<qint64>(*time)) : QJsonValue();
}

QString string(const std::string& value)
{
    return QString::fromStdString(value);
}

// As registry_shell.py tells it.
QJsonObject clientsView(const ModelVersion& version)
{
    return {{QStringLiteral("name"), string(version.model)},
            {QStringLiteral("version"), string(version.version)},
            {QStringLiteral("current_stage"), string(version.stage)},
            {QStringLiteral("description"), string(version.description)},
            {QStringLiteral("source"), string(version.source)},
            {QStringLiteral("run_id"), string(version.runId)},
            {QStringLiteral("status"), string(version.status)},
            {QStringLiteral("creation_timestamp"), timeValue(version.creationTime)},
            {QStringLiteral("last_updated_timestamp"), timeValue(version.lastUpdateTime)},
            {QStringLiteral("tags"), objectOf(version.tags)},
            {QStringLiteral("run_link"), string(version.runLink)}};
}

QJsonObject clientsView(const RegisteredModel& model)
{
    QJsonObject aliases;
    for (const auto& [name, version] : model.aliases)
        aliases.insert(string(name), string(version));
    return {{QStringLiteral("name"), string(model.name)},
            {QStringLiteral("description"), string(model.description)},
            {QStringLiteral("creation_timestamp"), timeValue(model.creationTime)},
            {QStringLiteral("last_updated_timestamp"), timeValue(model.lastUpdateTime)},
            {QStringLiteral("tags"), objectOf(model.tags)},
            {QStringLiteral("aliases"), aliases}};
}

QByteArray json(const QJsonObject& object)
{
    return QJsonDocument(object).toJson(QJsonDocument::Compact);
}

std::string keyOf(const QJsonObject& thing)
{
    return text(thing[u"name"]) + '/' + text(thing[u"version"]);
}

// The first thing in which the two sides differ; empty: none.
QString firstDifference(const std::map<std::string, QJsonObject>& mine, const QJsonArray& theirs)
{
    for (const auto& value : theirs) {
        const auto expected = value.toObject();
        const auto found = mine.find(keyOf(expected));
        if (found == mine.end())
            return QStringLiteral("missing: ") + string(keyOf(expected));
        if (found->second != expected)
            return QString::fromUtf8(json(found->second) + "\ninstead of\n" + json(expected));
    }
    if (mine.size() != static_cast<std::size_t>(theirs.size()))
        return QStringLiteral("%1 instead of %2").arg(mine.size()).arg(theirs.size());
    return {};
}

QString sha256(const QString& file)
{
    QFile in(file);
    QCryptographicHash hash(QCryptographicHash::Sha256);
    if (!in.open(QIODevice::ReadOnly) || !hash.addData(&in))
        return {};
    return QString::fromLatin1(hash.result().toHex());
}

} // namespace

RegistryContract::RegistryContract(RegistrySubject subject, QObject* parent)
    : QObject(parent), subject_(std::move(subject))
{
}

void RegistryContract::initTestCase()
{
    client_.setProcessEnvironment(pythonEnvironment());
    client_.setProcessChannelMode(QProcess::ForwardedErrorChannel);
    client_.setWorkingDirectory(subject_.folder); // for stores that put artifacts where they stand
    client_.start(python(subject_.environment),
                  {QStringLiteral(BINNACLE_TEST_FOLDER "/registry_shell.py"), subject_.trackingUri,
                   subject_.storeUri});
    QVERIFY(client_.waitForReadyRead(60'000));
    (void)client_.readLine();
    const auto filled = client({{QStringLiteral("do"), QStringLiteral("fill")},
                                {QStringLiteral("models"), modelsMade},
                                {QStringLiteral("versions"), subject_.versions}});
    QVERIFY2(filled.contains(u"run_id"), json(filled));
    runId_ = filled[u"run_id"].toString();
    for (const auto& name : filled[u"names"].toArray())
        oddNames_.push_back(text(name));
    registry_ = subject_.open();
}

void RegistryContract::cleanupTestCase()
{
    client_.closeWriteChannel();
    QVERIFY(client_.waitForFinished(30'000));
}

QJsonObject RegistryContract::client(const QJsonObject& command)
{
    client_.write(json(command) + '\n');
    while (!client_.canReadLine()) {
        if (!client_.waitForReadyRead(120'000)) {
            qWarning() << "MLflow's client does not answer" << command << client_.errorString();
            return {};
        }
    }
    return QJsonDocument::fromJson(client_.readLine()).object();
}

Result<RegistryContract::Scanned> RegistryContract::scan(bool full, const std::string& cursor)
{
    Scanned scanned;
    std::set<std::string> known;
    auto result = registry_->scanRegistry(
        {full, cursor},
        [&](std::vector<RegistryBatch> batches) -> Result<void> {
            for (auto& batch : batches) {
                if (known.insert(batch.model.name).second)
                    scanned.models.push_back(batch.model);
                std::ranges::move(batch.versions, std::back_inserter(scanned.versions));
            }
            return {};
        },
        {});
    if (!result)
        return failure(result.error());
    scanned.result = std::move(*result);
    return scanned;
}

void RegistryContract::aFullScanSeesWhatTheClientSees()
{
    const auto scanned = scan(true, {});
    QVERIFY(wentWell(scanned));
    QVERIFY(scanned->result.complete);
    const auto dumped = client({{QStringLiteral("do"), QStringLiteral("dump")}});
    std::map<std::string, QJsonObject> models, versions;
    for (const auto& model : scanned->models)
        models.emplace(model.name + '/', clientsView(model));
    for (const auto& version : scanned->versions)
        versions.insert_or_assign(version.model + '/' + version.version, clientsView(version));
    QCOMPARE(firstDifference(models, dumped[u"models"].toArray()), QString());
    QCOMPARE(firstDifference(versions, dumped[u"versions"].toArray()), QString());
    QVERIFY(models.size() > modelsMade);
    QVERIFY(versions.size() > std::size_t(subject_.versions));
    QVERIFY(!models.contains("a-prompt/"));
}

void RegistryContract::aQuickScanSeesWhatTheClientChanged()
{
    const auto before = scan(true, {});
    QVERIFY(wentWell(before));
    const auto name = QStringLiteral("wine");
    client({{QStringLiteral("do"), QStringLiteral("set_alias")},
            {QStringLiteral("name"), name},
            {QStringLiteral("alias"), QStringLiteral("champion")},
            {QStringLiteral("version"), QStringLiteral("2")}});
    client({{QStringLiteral("do"), QStringLiteral("create_version")},
            {QStringLiteral("name"), name},
            {QStringLiteral("run_id"), runId_}});
    client({{QStringLiteral("do"), QStringLiteral("describe")},
            {QStringLiteral("name"), QStringLiteral("many")},
            {QStringLiteral("version"), QStringLiteral("17")},
            {QStringLiteral("description"), QStringLiteral("seen")}});
    const auto after = scan(false, before->result.cursor);
    QVERIFY(wentWell(after));
    const auto model = std::ranges::find(after->models, "wine", &RegisteredModel::name);
    QVERIFY(model != after->models.end());
    QCOMPARE(model->aliases.size(), std::size_t(1));
    QCOMPARE(model->aliases[0], (ModelAlias{"champion", "2"}));
    const auto has = [&](const std::string& of, const std::string& number) {
        return std::ranges::find_if(after->versions, [&](const ModelVersion& version) {
            return version.model == of && version.version == number;
        });
    };
    QVERIFY(has("wine", "4") != after->versions.end());
    QVERIFY(has("many", "17") != after->versions.end());
    QCOMPARE(has("many", "17")->description, std::string("seen"));
    if (subject_.quickSeesLess)
        QVERIFY(after->versions.size() < std::size_t(subject_.versions));
}

void RegistryContract::singleThingsAreAsTheClientSeesThem()
{
    for (const auto& name : oddNames_) {
        const auto model = registry_->registeredModel(name, {});
        QVERIFY(wentWell(model));
        const auto expected = client({{QStringLiteral("do"), QStringLiteral("model")},
                                      {QStringLiteral("name"), string(name)}});
        QCOMPARE(json(clientsView(*model)), json(expected));
        const auto version = registry_->modelVersion(name, "1", {});
        QVERIFY(wentWell(version));
        QCOMPARE(json(clientsView(*version)),
                 json(client({{QStringLiteral("do"), QStringLiteral("version")},
                              {QStringLiteral("name"), string(name)},
                              {QStringLiteral("version"), QStringLiteral("1")}})));
        const auto holder = registry_->aliasHolder(name, "challenger-2", {});
        QVERIFY(wentWell(holder));
        QCOMPARE(*holder, std::optional<std::string>("2"));
    }
    const auto nobody = registry_->aliasHolder("wine", "nobody", {});
    QVERIFY(wentWell(nobody));
    QVERIFY(!nobody->has_value());
}

void RegistryContract::everyWriteIsSeenByTheClient()
{
    for (const auto& name : oddNames_) {
        QVERIFY(wentWell(registry_->setAlias(name, "champion", "2", {})));
        QVERIFY(wentWell(registry_->deleteAlias(name, "challenger-2", {})));
        QVERIFY(wentWell(registry_->setModelTag(name, "", "owner", "ann: 'x' \"y\"\nz", {})));
        QVERIFY(wentWell(registry_->deleteModelTag(name, "", "ключ", {})));
        QVERIFY(wentWell(registry_->setModelTag(name, "1", "k", "new", {})));
        QVERIFY(wentWell(registry_->deleteModelTag(name, "1", "empty", {})));
        QVERIFY(wentWell(registry_->describe(name, "", "Größe: # 1\n- 'two'", {})));
        QVERIFY(wentWell(registry_->describe(name, "1", "설명", {})));
        const auto model = client({{QStringLiteral("do"), QStringLiteral("model")},
                                   {QStringLiteral("name"), string(name)}});
        const QJsonObject aliases{{QStringLiteral("champion"), QStringLiteral("2")}};
        QCOMPARE(model[u"aliases"].toObject(), aliases);
        const QJsonObject tags{{QStringLiteral("owner"), QStringLiteral("ann: 'x' \"y\"\nz")}};
        QCOMPARE(model[u"tags"].toObject(), tags);
        QCOMPARE(model[u"description"].toString(), QStringLiteral("Größe: # 1\n- 'two'"));
        const auto version = client({{QStringLiteral("do"), QStringLiteral("version")},
                                     {QStringLiteral("name"), string(name)},
                                     {QStringLiteral("version"), QStringLiteral("1")}});
        const QJsonObject versionTags{{QStringLiteral("k"), QStringLiteral("new")}};
        QCOMPARE(version[u"tags"].toObject(), versionTags);
        QCOMPARE(version[u"description"].toString(), QStringLiteral("설명"));
        const auto holder = client({{QStringLiteral("do"), QStringLiteral("alias")},
                                    {QStringLiteral("name"), string(name)},
                                    {QStringLiteral("alias"), QStringLiteral("champion")}});
        QCOMPARE(holder[u"version"].toString(), QStringLiteral("2"));
    }
}

void RegistryContract::stagesChangeOneVersionOnly()
{
    QVERIFY(wentWell(registry_->setStage("wine", "3", "Production", {})));
    const auto stage = [&](const char* version) {
        return client({{QStringLiteral("do"), QStringLiteral("version")},
                       {QStringLiteral("name"), QStringLiteral("wine")},
                       {QStringLiteral("version"), QLatin1String(version)}})[u"current_stage"]
            .toString();
    };
    QCOMPARE(stage("3"), QStringLiteral("Production"));
    QCOMPARE(stage("1"), QStringLiteral("Production"));
    QVERIFY(wentWell(registry_->setStage("wine", "3", "None", {})));
    QCOMPARE(stage("3"), QStringLiteral("None"));
}

void RegistryContract::aNewVersionHasItsNumberSourceAndTags()
{
    const auto made = registry_->createModel("made here", "by Binnacle", {});
    QVERIFY(wentWell(made));
    QCOMPARE(made->description, std::string("by Binnacle"));
    NewModelVersion wanted;
    wanted.model = "made here";
    wanted.runId = runId_.toStdString();
    wanted.source = "runs:/" + wanted.runId + "/model";
    wanted.description = "first";
    wanted.tags = {{"a", "1"}, {"b", "ü"}};
    const auto first = registry_->createVersion(wanted, {});
    const auto second = registry_->createVersion(wanted, {});
    QVERIFY(wentWell(first));
    QVERIFY(wentWell(second));
    QCOMPARE(first->version, std::string("1"));
    QCOMPARE(second->version, std::string("2"));
    const auto seen = client({{QStringLiteral("do"), QStringLiteral("version")},
                              {QStringLiteral("name"), QStringLiteral("made here")},
                              {QStringLiteral("version"), QStringLiteral("1")}});
    QCOMPARE(json(seen), json(clientsView(*first)));
    QCOMPARE(seen[u"tags"].toObject(), objectOf(wanted.tags));
    // The number of a deleted version is not given again.
    QVERIFY(wentWell(registry_->deleteVersion("made here", "2", {})));
    const auto third = registry_->createVersion(wanted, {});
    QVERIFY(wentWell(third));
    QCOMPARE(third->version, std::string("3"));
}

void RegistryContract::aVersionIsCopiedToAnotherModel()
{
    QVERIFY(wentWell(registry_->createModel("copy of wine", "", {})));
    const auto original = registry_->modelVersion("wine", "2", {});
    QVERIFY(wentWell(original));
    NewModelVersion copy;
    copy.model = "copy of wine";
    copy.source = "models:/wine/2";
    copy.runId = original->runId;
    const auto made = registry_->createVersion(copy, {});
    QVERIFY(wentWell(made));
    const auto files = client({{QStringLiteral("do"), QStringLiteral("files")},
                               {QStringLiteral("name"), QStringLiteral("copy of wine")},
                               {QStringLiteral("version"), QStringLiteral("1")}});
    QVERIFY2(files[u"files"].toObject().contains(u"MLmodel"), json(files));
}

void RegistryContract::filesAreListedAndDownloaded()
{
    const auto root = registry_->listVersionFiles("wine", "1", "", {});
    QVERIFY(wentWell(root));
    std::map<std::string, bool> entries;
    for (const auto& entry : *root)
        entries[entry.path] = entry.isFolder;
    const std::map<std::string, bool> expected{{"MLmodel", false}, {"data", true}};
    QCOMPARE(entries, expected);
    const auto below = registry_->listVersionFiles("wine", "1", "data", {});
    QVERIFY(wentWell(below));
    QCOMPARE(below->size(), std::size_t(1));
    QCOMPARE(below->front().path, std::string("data/weights.bin"));
    const auto theirs = client({{QStringLiteral("do"), QStringLiteral("files")},
                                {QStringLiteral("name"), QStringLiteral("wine")},
                                {QStringLiteral("version"), QStringLiteral("1")}})[u"files"]
                            .toObject();
    for (const auto& path : theirs.keys()) {
        const auto target = folder_.filePath(QString(path).replace(u'/', u'_'));
        QVERIFY(wentWell(registry_->downloadVersionFile("wine", "1", path.toStdString(),
                                                        target.toStdString(), {}, {})));
        QCOMPARE(sha256(target), theirs[path].toString());
    }
    const auto outside =
        registry_->downloadVersionFile("wine", "1", "../../../etc/passwd",
                                       folder_.filePath(QStringLiteral("x")).toStdString(), {}, {});
    QVERIFY(!outside);
}

void RegistryContract::uploadedFilesAreThoseOfTheNewVersion()
{
    const auto file = folder_.filePath(QStringLiteral("weights"));
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        for (int i = 0; i < 3'000'000; ++i)
            out.putChar(static_cast<char>(i * 7 % 251));
    }
    const auto place = registry_->newVersionFolder("wine", {});
    QVERIFY(wentWell(place));
    std::int64_t told = 0;
    const auto note = [&](TransferProgress progress) { told = progress.bytesDone; };
    QVERIFY(wentWell(registry_->uploadFile(*place, "MLmodel", file.toStdString(), {}, {})));
    QVERIFY(wentWell(
        registry_->uploadFile(*place, "data/with space ü%.bin", file.toStdString(), note, {})));
    QCOMPARE(told, std::int64_t(3'000'000));
    NewModelVersion wanted;
    wanted.model = "wine";
    wanted.source = *place;
    wanted.tags = {{"from", "staging"}};
    const auto made = registry_->createVersion(wanted, {});
    QVERIFY(wentWell(made));
    const auto seen = client({{QStringLiteral("do"), QStringLiteral("files")},
                              {QStringLiteral("name"), QStringLiteral("wine")},
                              {QStringLiteral("version"), string(made->version)}})[u"files"]
                          .toObject();
    const QJsonObject expected{{QStringLiteral("MLmodel"), sha256(file)},
                               {QStringLiteral("data/with space ü%.bin"), sha256(file)}};
    QCOMPARE(json(seen), json(expected));
    const auto listed = registry_->listVersionFiles("wine", made->version, "data", {});
    QVERIFY(wentWell(listed));
    QCOMPARE(listed->at(0).path, std::string("data/with space ü%.bin"));
}

void RegistryContract::uploadedFilesAreTakenAwayAgain()
{
    const auto file = folder_.filePath(QStringLiteral("unwanted.bin"));
    {
        QFile out(file);
        QVERIFY(out.open(QIODevice::WriteOnly));
        out.write("weights");
    }
    const auto copies = [&] {
        int found = 0;
        for (QDirIterator files(subject_.folder, {QStringLiteral("unwanted.bin")}, QDir::Files,
                                QDirIterator::Subdirectories);
             files.hasNext(); files.next())
            ++found;
        return found;
    };
    const int before = copies();
    const auto place = registry_->newVersionFolder("wine", {});
    QVERIFY(wentWell(place));
    for (const char* path : {"unwanted.bin", "data/unwanted.bin"})
        QVERIFY(wentWell(registry_->uploadFile(*place, path, file.toStdString(), {}, {})));
    QCOMPARE(copies(), before + 2);
    QVERIFY(wentWell(registry_->removeVersionFolder(*place, {})));
    QCOMPARE(copies(), before);
    QVERIFY(wentWell(registry_->removeVersionFolder(*place, {}))); // gone already
    const auto outside = registry_->removeVersionFolder(folder_.path().toStdString(), {});
    QCOMPARE(outside.error().kind, Error::Kind::Invalid);
    QVERIFY(QFile::exists(file));
}

void RegistryContract::whatIsDeletedIsGoneForTheClient()
{
    QVERIFY(wentWell(registry_->setAlias("copy of wine", "champion", "1", {})));
    QVERIFY(wentWell(registry_->deleteVersion("copy of wine", "1", {})));
    const auto model = client({{QStringLiteral("do"), QStringLiteral("model")},
                               {QStringLiteral("name"), QStringLiteral("copy of wine")}});
    QVERIFY2(model[u"aliases"].toObject().isEmpty(), json(model));
    const auto version = client({{QStringLiteral("do"), QStringLiteral("version")},
                                 {QStringLiteral("name"), QStringLiteral("copy of wine")},
                                 {QStringLiteral("version"), QStringLiteral("1")}});
    QVERIFY2(version.contains(u"error"), json(version));
    QVERIFY(wentWell(registry_->deleteModel("copy of wine", {})));
    QVERIFY(client({{QStringLiteral("do"), QStringLiteral("model")},
                    {QStringLiteral("name"), QStringLiteral("copy of wine")}})
                .contains(u"error"));
}

void RegistryContract::refusalsHaveTheirKind()
{
    using Kind = Error::Kind;
    QCOMPARE(registry_->registeredModel("no such model", {}).error().kind, Kind::NotFound);
    QCOMPARE(registry_->modelVersion("wine", "999", {}).error().kind, Kind::NotFound);
    QCOMPARE(registry_->modelVersion("no such model", "1", {}).error().kind, Kind::NotFound);
    QCOMPARE(registry_->aliasHolder("no such model", "champion", {}).error().kind, Kind::NotFound);
    QCOMPARE(registry_->setAlias("wine", "champion", "999", {}).error().kind, Kind::NotFound);
    QCOMPARE(registry_->deleteVersion("wine", "999", {}).error().kind, Kind::NotFound);
    QCOMPARE(registry_->createModel("wine", "", {}).error().kind, Kind::Conflict);
    QCOMPARE(registry_->setAlias("wine", "no blanks", "1", {}).error().kind, Kind::Invalid);
    QCOMPARE(registry_->setStage("wine", "1", "Nowhere", {}).error().kind, Kind::Invalid);
    QVERIFY(!registry_->createModel("", "", {}));
    QVERIFY(!registry_->createModel("a/b", "", {}) || subject_.environment == u"mlflow2");
    QVERIFY(!registry_->setModelTag("wine", "", "", "x", {}));
}

void RegistryContract::aStopRequestEndsAScan()
{
    std::stop_source stop;
    stop.request_stop();
    const auto stopped = registry_->scanRegistry(
        {}, [](std::vector<RegistryBatch>) -> Result<void> { return {}; }, stop.get_token());
    QVERIFY(!stopped);
    QCOMPARE(stopped.error().kind, Error::Kind::Cancelled);
}

} // namespace binnacle::contract
