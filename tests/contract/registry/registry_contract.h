#pragma once

#include "services/backends/registry_backend.h"

#include <QJsonArray>
#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <memory>
#include <string>
#include <vector>

namespace binnacle::contract {

// A real registry that MLflow's own client fills and reads.
struct RegistrySubject
{
    QString environment; // Python environment of MLflow's client
    QString trackingUri; // what that client opens
    QString folder;      // where its files lie
    QString storeUri;    // what lies behind it: sqlite:///… or a folder
    std::function<std::shared_ptr<RegistryBackend>()> open;
    bool quickSeesLess = true; // a quick scan delivers only what changed
    int versions = 10'000;     // of one model
};

// What every registry backend has to do, compared with what MLflow's own client sees. Run by
// QTest::qExec.
class RegistryContract : public QObject
{
    Q_OBJECT
public:
    explicit RegistryContract(RegistrySubject subject, QObject* parent = nullptr);

private slots:
    void initTestCase();
    void aFullScanSeesWhatTheClientSees();
    void aQuickScanSeesWhatTheClientChanged();
    void singleThingsAreAsTheClientSeesThem();
    void everyWriteIsSeenByTheClient();
    void stagesChangeOneVersionOnly();
    void aNewVersionHasItsNumberSourceAndTags();
    void aVersionIsCopiedToAnotherModel();
    void filesAreListedAndDownloaded();
    void uploadedFilesAreThoseOfTheNewVersion();
    void uploadedFilesAreTakenAwayAgain();
    void whatIsDeletedIsGoneForTheClient();
    void refusalsHaveTheirKind();
    void aStopRequestEndsAScan();
    void cleanupTestCase();

private:
    struct Scanned
    {
        std::vector<RegisteredModel> models;
        std::vector<ModelVersion> versions;
        RegistryScanResult result;
    };
    Result<Scanned> scan(bool full, const std::string& cursor);
    QJsonObject client(const QJsonObject& command);

    RegistrySubject subject_;
    QTemporaryDir folder_;
    QProcess client_;
    QString runId_;
    std::vector<std::string> oddNames_;
    std::shared_ptr<RegistryBackend> registry_;
};

} // namespace binnacle::contract
