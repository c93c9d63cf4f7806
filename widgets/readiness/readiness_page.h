#pragma once

#include "models/readiness_model.h"
#include "models/run_id_stream.h"
#include "services/workspace/workspace.h"
#include "widgets/common/page.h"
#include "widgets/common/prompts.h"

#include <memory>
#include <optional>

class QListWidget;
class QStackedWidget;
class QTreeView;

namespace binnacle {

class EmptyState;
class NoticeBar;
class SearchField;
class ShareBar;
class TextLabel;

// How ready each model is for production, by the checklists of its life cycle: each item from facts
// in the workspace, or ticked by hand with a note.
class ReadinessPage : public Page
{
    Q_OBJECT
public:
    ReadinessPage(const std::shared_ptr<Workspace>& workspace,
                  std::shared_ptr<ReadinessSource> source, WorkerPools& pools,
                  QWidget* parent = nullptr);

    QString title() const override;
    QString iconName() const override;
    QString contextLine() const override;
    void setPrompts(std::shared_ptr<Prompts> prompts) { prompts_ = std::move(prompts); }
    void showModel(RegisteredModelRowId model);
    const ReadinessModel* model() const { return model_; }

signals:
    void runActivated(binnacle::RunRowId run);
    void scoresChanged(const std::map<binnacle::RegisteredModelRowId, double>& scores);

private:
    QWidget* makePane();
    QWidget* makeBoard();
    void take();
    void filterList();
    void showBoard();
    void openMenu(const QPoint& at);
    void tick(const QModelIndex& index);

    ReadinessModel* model_;
    std::shared_ptr<Prompts> prompts_;
    SearchField* search_;
    QListWidget* list_;
    QTreeView* tree_;
    TextLabel *name_, *score_, *next_;
    ShareBar* share_;
    NoticeBar* notice_;
    EmptyState* empty_;
    QStackedWidget* stack_;
    std::optional<RegisteredModelRowId> wanted_;
};

} // namespace binnacle
