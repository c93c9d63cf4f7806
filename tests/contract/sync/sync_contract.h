#pragma once

#include "services/backends/tracking_backend.h"
#include "services/sync/mirror_pass.h"
#include "services/workspace/workspace.h"

#include <QJsonObject>
#include <QObject>
#include <QProcess>
#include <QTemporaryDir>

#include <functional>
#include <memory>

namespace binnacle::contract {

// A real store, filled by real trainings, that the sync is tried on.
struct SyncSubject
{
    QString environment; // Python environment of MLflow's client
    QString trackingUri; // what that client opens
    std::function<std::shared_ptr<TrackingBackend>()> open;
    std::function<void()> goOffline;
    std::function<void()> comeBack;
};

// The sync over a real store, compared with what MLflow's own client sees. Run by QTest::qExec.
class SyncContract : public QObject
{
    Q_OBJECT
public:
    explicit SyncContract(SyncSubject subject, QObject* parent = nullptr);

private slots:
    void initTestCase();
    void theFirstPassMirrorsWhatTheClientSees();
    void aSecondPassWritesNothing();
    void aRunInTrainingIsFollowed();
    void aTagOfARunOfLongAgoArrives();
    void aDeletionArrives();
    void editsMadeOfflineReachTheServer();
    void aConflictIsLeftToAPerson();
    void inTheEndAllIsAsTheClientSeesIt();
    void cleanupTestCase();

private:
    Result<SyncProgress> pass(bool full, const MirrorPass::Urgent& urgent = {});
    QJsonObject client(const QJsonObject& command);
    RunRowId row(const QString& runId) const;
    Run mirrored(const QString& runId) const;
    void compareAll();

    SyncSubject subject_;
    QTemporaryDir folder_;
    std::shared_ptr<Workspace> workspace_;
    std::shared_ptr<TrackingBackend> backend_;
    Source source_;
    QJsonObject ids_; // of fill_store.py
    QProcess client_;
    QString live_; // a run in training
};

} // namespace binnacle::contract
