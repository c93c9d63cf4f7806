#pragma once

#include "models/comparison_model.h"
#include "services/sync/sync_service.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"

#include <memory>
#include <vector>

class QPushButton;
class QStackedWidget;

namespace binnacle {

class ChartCard;
class ChipToggle;
class CompareSidePane;
class DifferencesView;
class EmptyState;
class ElidedLabel;

// Selected runs side by side: a line chart of one metric, and what differs between them.
class ComparePage : public Page
{
    Q_OBJECT
public:
    // `sync` may be nullptr: then histories that are missing are not asked for. What was compared
    // last is restored from the workspace.
    ComparePage(std::shared_ptr<Workspace> workspace, std::shared_ptr<RunQueryEngine> engine,
                WorkerPools& pools, SyncService* sync, RunColors& colors,
                QWidget* parent = nullptr);
    ~ComparePage() override;

    QString title() const override { return tr("Compare"); }
    QString iconName() const override { return QStringLiteral("chart-line"); }
    QString contextLine() const override;
    QList<QWidget*> headerActions() override;

    void setPrompts(std::shared_ptr<Prompts> prompts) { prompts_ = std::move(prompts); }
    ComparisonModel& model() { return model_; }

public slots:
    void setRuns(std::vector<binnacle::RunRowId> runs);
    void exportHtml();
    void exportPng();
    void exportCsv();
    void copyMarkdown();

signals:
    void runActivated(binnacle::RunRowId run);

private:
    QWidget* makeContent();
    QWidget* makeDifferences();
    void makeExportMenu();
    void refresh();
    void applyLineOptions();
    void restore();
    void saveSoon();
    void save();
    QByteArray savedState() const;
    void exported(const QString& file, const QString& error);

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    RunColors& colors_;
    ComparisonModel model_;
    std::shared_ptr<Prompts> prompts_;

    QPushButton* export_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    EmptyState* empty_ = nullptr;
    QWidget* content_ = nullptr;
    CompareSidePane* pane_ = nullptr;
    ChartCard* card_ = nullptr;
    DifferencesView* differences_ = nullptr;
    ElidedLabel* differencesNote_ = nullptr;
    ChipToggle* onlyDiffering_ = nullptr;
    QTimer saveTimer_;
    bool restored_ = false;  // nothing is saved before
    bool runsGiven_ = false; // setRuns was called before the restored state arrived
};

} // namespace binnacle
