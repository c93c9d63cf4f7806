#pragma once

#include "models/artifact_listing.h"
#include "models/drift_evidence.h"
#include "models/drift_files.h"
#include "models/drift_reports_model.h"
#include "models/drift_runner.h"
#include "models/drift_table_model.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"

#include <QPointer>

#include <memory>
#include <optional>

class QPushButton;
class QSplitter;
class QStackedWidget;
class QTabBar;
class QTableView;

namespace binnacle {

class ChipToggle;
class DriftHeatMap;
class DriftInspector;
class DriftReportsView;
class DriftSetupBar;
class DriftTargetDialog;
class EmptyState;
class NoticeBar;
class Pill;
class SearchField;
class TextLabel;

// Has data moved away from a reference? Two datasets are compared, a kept report or a file of one
// is opened; columns stand by severity, one of them in full at the right.
class DriftPage : public Page
{
    Q_OBJECT
public:
    enum Tab { ColumnsTab, TimeTab, ReportsTab };

    DriftPage(std::shared_ptr<Workspace> workspace, WorkerPools& pools, BackendOf backend,
              QWidget* parent = nullptr);
    ~DriftPage() override;

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    QList<QWidget*> headerActions() override;
    QList<PageCommand> commands() override;
    void setPrompts(std::shared_ptr<Prompts> prompts);

    void compare(const QString& reference, const QString& current);
    void openFile(const QString& file);
    void openKept(std::int64_t id);
    void showTab(int tab);
    const DriftTableModel* model() const { return model_; }
    const std::optional<DriftDocument>& document() const { return document_; }

protected:
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    QWidget* makeVerdict();
    QWidget* makeCentre();
    void setUpTable();
    void connectParts();
    void loadKnown();
    // A run and what comes of it.
    void run();
    void runAgain(const std::string& column, std::optional<DriftMethod> method);
    void takeResult(const DriftDocument& document);
    void showReport(DriftDocument document, bool fromRun);
    void decide();
    void showVerdict();
    void showRow();
    void updateActions();
    void fitColumns();
    void say(const QString& sentence);
    // What is done with a report.
    void openAsked();
    void exportAsked(DriftFileForm form);
    void keep(std::function<void(std::int64_t)> then);
    void askTarget(const QString& title, const QString& action, const QString& sentence,
                   std::function<void(const DriftTarget&)> chosen);
    void attachAsked();
    void attach(const DriftTarget& target);
    void importancesAsked();
    void loadImportances(const DriftTarget& target);
    void compareKept(std::int64_t earlier, std::int64_t later);

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    BackendOf backend_;
    std::shared_ptr<Prompts> prompts_;
    DriftTableModel* model_;
    DriftReportsModel* reports_;
    DriftRunner* runner_;
    DriftSetupBar* setup_;
    Pill* verdict_;
    TextLabel *verdictText_, *methodsText_, *togetherText_;
    NoticeBar* notice_;
    QTabBar* tabs_;
    SearchField* search_;
    ChipToggle* onlyDrifted_;
    QTableView* table_;
    EmptyState* empty_;
    QStackedWidget *columns_, *stack_;
    DriftHeatMap* heatMap_;
    DriftReportsView* reportsView_;
    DriftInspector* inspector_;
    QSplitter* splitter_;
    QPushButton *open_, *keep_, *attach_, *importances_, *export_;
    QWidget* verdictBar_;
    QPointer<DriftTargetDialog> dialog_;

    std::optional<DriftDocument> document_;
    DriftRunOptions options_;             // of the document
    std::optional<DriftRequest> request_; // its data is at hand
    std::optional<std::int64_t> kept_;    // its id in the workspace
    std::string again_;                   // the column that is measured again
    LatestOnly opening_, loading_, comparing_;
};

} // namespace binnacle
