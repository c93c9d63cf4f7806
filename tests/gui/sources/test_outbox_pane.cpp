#include "models/outbox_list_model.h"
#include "services/workspace/mirror_writer.h"
#include "services/workspace/source_store.h"
#include "widgets/sources/outbox_pane.h"

#include <QLabel>
#include <QPushButton>
#include <QTableView>
#include <QTemporaryDir>
#include <QTest>

using namespace binnacle;

// What a person sees of edits that wait, and how a conflict is settled.
class TestOutboxPane : public QObject
{
    Q_OBJECT
private slots:
    void init()
    {
        folder_ = std::make_unique<QTemporaryDir>();
        auto opened = Workspace::open(folder_->filePath(QStringLiteral("w.db")).toStdString());
        QVERIFY(opened);
        workspace_ = *opened;
        const auto source = SourceStore(workspace_).add({{}, "lab", "mlflow-files", "/lab"});
        QVERIFY(source);
        const MirrorWriter writer(workspace_, *source);
        QVERIFY(writer.putExperiments({Experiment{"0", "wine", "", {}, {}, {}, {}}}, true));
        Run run;
        run.id = "a1";
        run.name = "wine-gbm-017";
        run.experimentId = "0";
        run.tags = {{"team", "vision"}};
        QVERIFY(writer.putRuns({run}));
        pools_ = std::make_unique<WorkerPools>();
        model_ = std::make_unique<OutboxListModel>();
        model_->follow(workspace_, *pools_);
        pane_ = std::make_unique<OutboxPane>(*model_);
        pane_->resize(700, 400);
        pane_->show();
        Edit edit;
        edit.run = RunRowId(1);
        edit.kind = Edit::Kind::SetTag;
        edit.key = "team";
        edit.value = "audio";
        const auto added = OutboxStore(workspace_).add(edit);
        QVERIFY(added);
        edit_ = *added;
        QTRY_COMPARE(model_->rowCount(), 1);
    }
    void cleanup()
    {
        pane_.reset();
        model_.reset();
        pools_.reset();
        workspace_.reset();
    }

    void waitingEditAsksNothing()
    {
        QVERIFY(!button("outboxMine")->isVisible());
        QVERIFY(pane_->findChild<QLabel*>(QStringLiteral("outboxSentence"))
                    ->text()
                    .startsWith(QStringLiteral("Sent as soon")));
    }

    void mineStaysInTheOutboxAndIsSentAgain()
    {
        QVERIFY(OutboxStore(workspace_).markConflict(edit_, std::string("speech")));
        QTRY_VERIFY(button("outboxMine")->isVisible());
        QCOMPARE(button("outboxMine")->text(), QStringLiteral("Keep mine"));
        QTest::mouseClick(button("outboxMine"), Qt::LeftButton);
        QTRY_COMPARE(model_->at(0).edit.state, Edit::State::Pending);
    }

    void theirsLeavesTheOutbox()
    {
        QVERIFY(OutboxStore(workspace_).markConflict(edit_, std::string("speech")));
        QTRY_VERIFY(button("outboxTheirs")->isVisible());
        QTest::mouseClick(button("outboxTheirs"), Qt::LeftButton);
        QTRY_COMPARE(model_->rowCount(), 0);
        QVERIFY(pane_->findChild<QLabel*>(QStringLiteral("emptySentence"))->isVisible());
    }

    void refusedEditIsTriedAgainOrGivenUp()
    {
        QVERIFY(OutboxStore(workspace_).markFailed(edit_, "The server refused it: 403."));
        QTRY_COMPARE(button("outboxMine")->text(), QStringLiteral("Try again"));
        QCOMPARE(button("outboxTheirs")->text(), QStringLiteral("Give up edit"));
        QCOMPARE(pane_->findChild<QLabel*>(QStringLiteral("outboxSentence"))->text(),
                 QStringLiteral("The server refused it: 403."));
    }

private:
    QPushButton* button(const char* name)
    {
        return pane_->findChild<QPushButton*>(QLatin1String(name));
    }

    std::unique_ptr<QTemporaryDir> folder_;
    std::shared_ptr<Workspace> workspace_;
    std::unique_ptr<WorkerPools> pools_;
    std::unique_ptr<OutboxListModel> model_;
    std::unique_ptr<OutboxPane> pane_;
    EditId edit_{};
};

QTEST_MAIN(TestOutboxPane)
#include "test_outbox_pane.moc"
