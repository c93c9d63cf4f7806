#pragma once

#include "models/comparison_layout.h"
#include "models/comparison_model.h"
#include "models/named_layouts.h"
#include "services/sync/sync_service.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"
#include "widgets/compare/card_export.h"
#include "widgets/compare/comparison_card.h"

#include <memory>
#include <vector>

class QMenu;
class QPushButton;
class QStackedWidget;

namespace binnacle {

class CardGrid;
class CompareSidePane;
class EmptyState;

// Runs side by side: the list of runs, and a grid of cards (lines, differences, …) that a person
// arranges and saves under a name.
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
    QList<PageCommand> commands() override;

    void setPrompts(std::shared_ptr<Prompts> prompts) { prompts_ = std::move(prompts); }
    ComparisonModel& model() { return model_; }
    ComparisonLayout& layout() { return layout_; }
    CardGrid& grid() { return *grid_; }

public slots:
    void setRuns(std::vector<binnacle::RunRowId> runs);
    void addMetricCard(const QString& metric);  // or shows the one that is there
    void addMetricCards(const QString& prefix); // one for each metric with this prefix
    // Shows what a binnacle:compare link names. It can come from anywhere: it only shows.
    void openLink(const QString& link);
    void copyLink();
    void exportHtml();
    void exportPdf();
    void exportCsv();
    void copyMarkdown();

signals:
    void runActivated(binnacle::RunRowId run);

private:
    QWidget* makeContent();
    void makeMenus();
    void fillAddMenu(QMenu* menu);
    void fillLayoutMenu(QMenu* menu);
    void showCardMenu(const QString& id, const QPoint& at);
    void showSectionMenu(std::size_t section, const QPoint& at);
    void showOptions(const QString& id, const QPoint& at);
    void fillCardExports(QMenu* menu, const QString& id);
    void exportCardAs(const QString& id, CardFormat format);
    void addCard(const QString& kind);
    void saveLayoutAs();
    void useLayout(const QString& name);
    void refresh();
    void restore();
    void saveSoon();
    void save();
    QByteArray savedState();
    void exported(const QString& file, const QString& error);

    std::shared_ptr<Workspace> workspace_;
    WorkerPools& pools_;
    ComparisonModel model_;
    ComparisonLayout layout_;
    NamedLayouts layouts_;
    std::shared_ptr<Prompts> prompts_;
    CardContext context_;

    QPushButton* add_ = nullptr;
    QPushButton* arrange_ = nullptr;
    QPushButton* export_ = nullptr;
    QStackedWidget* stack_ = nullptr;
    EmptyState* empty_ = nullptr;
    QWidget* content_ = nullptr;
    CompareSidePane* pane_ = nullptr;
    CardGrid* grid_ = nullptr;
    QString layoutName_; // of the layout used last; empty: none
    QTimer saveTimer_;
    bool restored_ = false;  // nothing is saved before
    bool runsGiven_ = false; // setRuns was called before the restored state arrived
};

} // namespace binnacle
