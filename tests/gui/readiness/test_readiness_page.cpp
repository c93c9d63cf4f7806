#include "services/async/worker_pools.h"
#include "widgets/common/theme.h"
#include "widgets/readiness/readiness_page.h"

#include <QAbstractItemModelTester>
#include <QApplication>
#include <QDir>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QTemporaryDir>
#include <QTest>
#include <QTreeView>

#include <mutex>

using namespace binnacle;

namespace {

// Two models; what is ticked is met.
class ScriptedReadiness : public ReadinessSource
{
public:
    Result<std::vector<ReadinessBoard>> boards(std::stop_token) override
    {
        const std::scoped_lock lock(mutex_);
        return boards_;
    }
    Result<void> tick(RegisteredModelRowId model, const QString& item, std::optional<bool> done,
                      const QString& note) override
    {
        const std::scoped_lock lock(mutex_);
        for (auto& board : boards_) {
            if (board.model != model)
                continue;
            for (auto& line : board.lines) {
                if (line.key != item)
                    continue;
                line.byHand = done.has_value();
                line.note = note;
                line.byUser = QStringLiteral("mina");
                line.state =
                    done.value_or(false) ? ReadinessLine::State::Met : ReadinessLine::State::NotMet;
            }
            board.score = 0.75;
        }
        return {};
    }

private:
    static ReadinessLine line(const char* key, const char* phase, const char* title,
                              ReadinessLine::State state, const char* evidence)
    {
        return {QLatin1String(key),
                QLatin1String(phase),
                QLatin1String(title),
                state,
                QLatin1String(evidence),
                {},
                false,
                {},
                {}};
    }
    static std::vector<ReadinessLine> lines()
    {
        using S = ReadinessLine::State;
        return {line("versioned", "Data", "Data versioned", S::Met, "wine@9f31c0de"),
                line("tracked", "Development", "Experiment tracked", S::Met, "run wine-gbm-003"),
                line("benchmark", "Development", "Benchmark set", S::NotMet,
                     "no threshold in the policy"),
                line("rollback", "Operations", "Rollback plan", S::NotKnown, "")};
    }
    std::mutex mutex_;
    std::vector<ReadinessBoard> boards_ = {
        {RegisteredModelRowId{1}, QStringLiteral("churn"), QStringLiteral("prod-mlflow"), 0.5,
         QStringLiteral("Set a benchmark"), lines()},
        {RegisteredModelRowId{2}, QStringLiteral("wine-quality"), QStringLiteral("prod-mlflow"),
         0.5, QStringLiteral("Set a benchmark"), lines()}};
};

class NotePrompts : public Prompts
{
public:
    void confirm(QWidget*, const Confirmation&, std::function<void()>) override {}
    void askText(QWidget*, const QString& title, const QString&, const QString&,
                 std::function<void(QString)> answer) override
    {
        asked = title;
        answer(QStringLiteral("alias moves back within a minute"));
    }
    void openFolder(QWidget*, const QString&, std::function<void(QString)>) override {}
    void openFile(QWidget*, const QString&, const QString&, std::function<void(QString)>) override
    {
    }
    void saveFile(QWidget*, const QString&, const QString&, const QString&,
                  std::function<void(QString)>) override
    {
    }
    void tell(QWidget*, const QString&, const QString&) override {}
    QString asked;
};

} // namespace

// The board of a model: phases, what shows each item, and ticks by hand.
class TestReadinessPage : public QObject
{
    Q_OBJECT
private slots:
    void tickedByHandWithANote()
    {
        applyTheme(*qApp, ThemeChoice::Light);
        QTemporaryDir folder;
        WorkerPools pools;
        auto workspace = Workspace::open(folder.filePath(QStringLiteral("w.db")).toStdString());
        QVERIFY(workspace.has_value());
        ReadinessPage page(*workspace, std::make_shared<ScriptedReadiness>(), pools);
        const auto prompts = std::make_shared<NotePrompts>();
        page.setPrompts(prompts);
        page.resize(1100, 700);
        page.show();
        auto* list = page.findChild<QListWidget*>(QStringLiteral("readinessModels"));
        auto* tree = page.findChild<QTreeView*>(QStringLiteral("readinessBoard"));
        QTRY_COMPARE(list->count(), 2);
        QAbstractItemModelTester tester(tree->model());
        page.showModel(RegisteredModelRowId{2});
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("readinessName"))->text(),
                 QStringLiteral("wine-quality"));
        QCOMPARE(tree->model()->rowCount(), 3);
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("readinessScore"))->text(),
                 QStringLiteral("50 % · 2 of 4 met"));
        QCOMPARE(page.findChild<QLabel*>(QStringLiteral("readinessNext"))->text(),
                 QStringLiteral("Next: Set a benchmark"));
        const auto rollback = [&] {
            return tree->model()->index(0, 0, tree->model()->index(2, 0));
        };
        tree->setCurrentIndex(rollback());
        tree->setFocus();
        QTest::keyClick(tree, Qt::Key_Return);
        QTRY_COMPARE(rollback().data(ReadinessModel::StateTextRole).toString(),
                     QStringLiteral("Ticked"));
        QCOMPARE(prompts->asked, QStringLiteral("Tick Rollback plan"));
        QCOMPARE(rollback().data(ReadinessModel::EvidenceRole).toString(),
                 QStringLiteral("alias moves back within a minute · by mina"));
        QTRY_COMPARE(page.findChild<QLabel*>(QStringLiteral("readinessScore"))->text(),
                     QStringLiteral("75 % · 3 of 4 met"));
        QDir looks(qEnvironmentVariable("BINNACLE_BINARY_DIR", QStringLiteral(".")));
        QVERIFY(looks.mkpath(QStringLiteral("looks")));
        QVERIFY(page.grab().save(looks.filePath(QStringLiteral("looks/readiness.png"))));
        QTest::keyClicks(page.findChild<QLineEdit*>(QStringLiteral("readinessSearch")),
                         QStringLiteral("churn"));
        QTRY_VERIFY(list->item(1)->isHidden());
    }
};

QTEST_MAIN(TestReadinessPage)
#include "test_readiness_page.moc"
