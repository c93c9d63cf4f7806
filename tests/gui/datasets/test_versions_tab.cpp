#include "datasets_fixture.h"

#include "widgets/common/empty_state.h"
#include "widgets/datasets/versions_tab.h"

#include <QAbstractItemModelTester>
#include <QLabel>
#include <QLineEdit>
#include <QProcess>
#include <QPushButton>
#include <QTabBar>
#include <QTableView>

#include <filesystem>

using namespace binnacle;
using binnacle::fixture::DatasetsFixture;

namespace {

// The real git program.
void git(const DatasetsFixture& fixture, const QStringList& arguments)
{
    QProcess process;
    process.setWorkingDirectory(QString::fromStdString(fixture.files.path("repo")));
    process.start(QStringLiteral("git"),
                  QStringList{QStringLiteral("-c"), QStringLiteral("user.name=tester"),
                              QStringLiteral("-c"), QStringLiteral("user.email=t@example.org"),
                              QStringLiteral("-c"), QStringLiteral("commit.gpgsign=false")} +
                      arguments);
    if (!process.waitForFinished() || process.exitCode() != 0)
        qFatal("%s", process.readAllStandardError().constData());
}

void commit(const DatasetsFixture& fixture, const std::string& text, const QString& message)
{
    (void)fixture.files.write("repo/people.csv", text);
    git(fixture, {QStringLiteral("add"), QStringLiteral("-A")});
    git(fixture, {QStringLiteral("commit"), QStringLiteral("-q"), QStringLiteral("-m"), message});
}

DatasetVersionsModel* modelOf(const DatasetsFixture& fixture)
{
    return fixture.page->findChild<VersionsTab*>()->model();
}

} // namespace

// The states of a dataset that git knows, and two of them beside each other.
class TestVersionsTab : public QObject
{
    Q_OBJECT
private slots:
    void twoCommitsOfAFileAreCompared()
    {
        DatasetsFixture fixture;
        std::filesystem::create_directories(fixture.files.path("repo"));
        git(fixture, {QStringLiteral("init"), QStringLiteral("-q")});
        commit(fixture, "id,age,city\n1,30,Oslo\n2,40,Rome\n3,50,Lima\n",
               QStringLiteral("first people"));
        commit(fixture, "id,age,mail\n1,31,a\n3,50,b\n4,20,c\n5,60,d\n",
               QStringLiteral("mail in place of city"));
        fixture.page->openPlace(QString::fromStdString(fixture.files.path("repo/people.csv")));
        fixture.find<QTabBar>("datasetTabs")->setCurrentIndex(DatasetsPage::VersionsTabIndex);
        QTRY_COMPARE(modelOf(fixture)->rowCount(), 3);
        QAbstractItemModelTester tester(modelOf(fixture));
        QCOMPARE(modelOf(fixture)->keeper(), QStringLiteral("git"));
        auto* table = fixture.find<QTableView>("versionsTable");
        QCOMPARE(table->model()->index(2, DatasetVersionsModel::What).data().toString(),
                 QStringLiteral("first people"));
        table->clearSelection();
        for (const int row : {1, 2})
            QTest::mouseClick(table->viewport(), Qt::LeftButton, Qt::NoModifier,
                              table->visualRect(table->model()->index(row, 1)).center());
        auto* key = fixture.find<QLineEdit>("versionsKey");
        key->setFocus();
        QTest::keyClicks(key, QStringLiteral("id"));
        QTest::mouseClick(fixture.find<QPushButton>("versionsCompare"), Qt::LeftButton);
        QTRY_VERIFY(modelOf(fixture)->comparison().has_value());
        QVERIFY(fixture.find<QLabel>("comparisonRows")
                    ->text()
                    .startsWith(QStringLiteral("3 → 4 rows (+1)")));
        const auto told = fixture.find<QLabel>("comparisonKey")->text();
        QVERIFY2(told.startsWith(QStringLiteral("2 rows added, 1 removed, 1 changed")),
                 qPrintable(told));
        auto* columns = fixture.find<QTableView>("comparisonColumns")->model();
        QAbstractItemModelTester second(columns);
        QStringList changes;
        for (int row = 0; row < columns->rowCount(); ++row)
            changes << columns->index(row, 0).data().toString() + u' ' +
                           columns->index(row, 1).data().toString();
        QVERIFY2(changes.contains(QStringLiteral("mail Added, varchar")),
                 qPrintable(changes.join(u'|')));
        QVERIFY(changes.contains(QStringLiteral("city Removed, varchar")));
        fixture.look("versions");
    }

    void whatNobodyKeepsIsSaid()
    {
        DatasetsFixture fixture;
        fixture.page->openPlace(
            QString::fromStdString(fixture.files.copy("alone.parquet", "SELECT 1 AS a")));
        fixture.find<QTabBar>("datasetTabs")->setCurrentIndex(DatasetsPage::VersionsTabIndex);
        QTRY_COMPARE(fixture.find<EmptyState>("versionsEmpty")->kind(), EmptyState::Kind::Empty);
        QTRY_VERIFY(modelOf(fixture)->state() == DatasetVersionsModel::State::Ready ||
                    modelOf(fixture)->state() == DatasetVersionsModel::State::Failed);
        fixture.look("versions-none");
    }
};

QTEST_MAIN(TestVersionsTab)
#include "test_versions_tab.moc"
