"""A comparison that scikit-learn has published in its gallery, "Compare Stochastic learning
strategies for MLPClassifier", fitted anew and held against the figures that are printed there.
"""
