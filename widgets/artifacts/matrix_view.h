#pragma once

#include "services/artifacts/confusion_matrix.h"

#include <QWidget>

namespace binnacle {

// A confusion matrix: actual classes downwards, predicted ones across; the diagonal in the good
// colour, mistakes in the bad one, both by their share of the scale.
class MatrixView : public QWidget
{
    Q_OBJECT
public:
    explicit MatrixView(QWidget* parent = nullptr);
    // `scale`: the value of the full colour; several matrices beside each other share one.
    void setMatrix(ConfusionMatrix matrix, double scale);
    const ConfusionMatrix& matrix() const { return matrix_; }
    double scale() const { return scale_; }
    QSize sizeHint() const override { return {320, 320}; }

protected:
    void paintEvent(QPaintEvent* event) override;
    bool event(QEvent* event) override;

private:
    QRectF cells() const; // all of them
    int labelWidth() const;
    ConfusionMatrix matrix_;
    double scale_ = 1;
};

} // namespace binnacle
