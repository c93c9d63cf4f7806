#pragma once

#include "services/backends/tracking_backend.h"

#include <QJsonObject>
#include <QObject>

#include <memory>

namespace binnacle::contract {

// One store, filled by fill_store.py, as a backend of ours and as MLflow's own client see it.
struct TrackingSubject
{
    QString title; // for messages: "mlflow.db of MLflow 2"
    std::shared_ptr<TrackingBackend> backend;
    QString environment;  // Python environment of the client: "mlflow2" or "mlflow3"
    QString trackingUri;  // what that client opens: http://…, sqlite:///…, file:///…
    QJsonObject expected; // dump_store.py's answer
};

// The suite that every tracking backend must pass, run by QTest::qExec. Reading comes first; the
// writes at the end are read back through MLflow's client, so the store is changed afterwards.
// What the backend's capabilities() leave out is checked to be refused as Unsupported.
class TrackingContract : public QObject
{
    Q_OBJECT
public:
    explicit TrackingContract(TrackingSubject subject, QObject* parent = nullptr);

private slots:
    void initTestCase();
    void probeNamesTheProduct();
    void everyExperimentAgrees();
    void everyRunAgrees();
    void aLaterScanDeliversNothingWrong();
    void oneRunAloneAgrees();
    void everyHistoryPointAgrees();
    void aCursorNeverLosesOrDoublesPoints();
    void aSeriesThatIsNotThereIsEmpty();
    void loggedModelsAgree();
    void artifactsAgree();
    void artifactPathsCanNotLeaveTheRun();
    void aRunThatIsNotThereIsNotFound();
    void aStopRequestEndsACall();
    void aFailingSinkEndsTheScan();
    void editsArriveAtMlflow();
    void deletionsArriveAtMlflow();

private:
    QJsonArray expectedRuns() const;
    QJsonObject expectedRun(const QString& name) const;
    Result<std::vector<Run>> scan(RunScan how, RunScanResult* result = nullptr) const;
    void compareWithClient(const QStringList& runIds);

    TrackingSubject subject_;
};

} // namespace binnacle::contract
